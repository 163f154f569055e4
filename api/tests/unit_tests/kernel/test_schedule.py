"""Beat goes on where its file cannot be kept."""

from pathlib import Path

from celery import Celery

from treeline.kernel.schedule import Scheduler


def test_a_schedule_without_a_file_is_kept_in_memory(tmp_path: Path):
    app = Celery("test", set_as_current=False)
    app.conf.beat_schedule = {"often": {"task": "feature.verb", "schedule": 10}}
    # No file can be written where a folder is, whoever tries.
    (tmp_path / "schedule").mkdir()
    scheduler = Scheduler(app=app, schedule_filename=str(tmp_path / "schedule"))
    assert "often" in scheduler.schedule
    scheduler.sync()
    assert scheduler.schedule["often"].schedule.run_every.total_seconds() == 10
    scheduler.close()


def test_a_schedule_with_a_file_is_there_again(tmp_path: Path):
    app = Celery("test", set_as_current=False)
    app.conf.beat_schedule = {"often": {"task": "feature.verb", "schedule": 10}}
    first = Scheduler(app=app, schedule_filename=str(tmp_path / "schedule"))
    first.schedule["often"] = next(first.schedule["often"])
    sent = first.schedule["often"].last_run_at
    first.close()
    second = Scheduler(app=app, schedule_filename=str(tmp_path / "schedule"))
    assert second.schedule["often"].last_run_at == sent
    assert second.schedule["often"].total_run_count == 1
    second.close()
