# Sourced by the scripts beside it: the project's folder, its packages, and how --help is answered.
# shellcheck shell=bash

script=$(cd "$(dirname "$0")" && pwd -P)/$(basename "$0")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
python="$root/.venv/bin/python"
# One environment whatever the shell has active, and bytecode kept: without it each start compiles for seconds.
export UV_PROJECT_ENVIRONMENT="$root/.venv"
unset VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

die() {
  echo "$*" >&2
  exit 1
}

# The comment at the head of a script is its help.
help_if_asked() {
  case "${1:-}" in
    -h | --help)
      awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$script"
      exit
      ;;
  esac
}

# Prints the path of a uv; where there is none, it is installed for this project alone.
find_uv() {
  if uv --version >/dev/null 2>&1; then
    command -v uv
    return
  fi
  local tools="$root/.tools"
  if [ ! -x "$tools/bin/uv" ]; then
    echo "Installing uv into .tools …" >&2
    { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet uv; } >&2 ||
      die "Treeline needs uv, and it could not be installed here. Install uv (https://docs.astral.sh/uv), or" \
        "python3 with its modules venv and pip, and start again."
  fi
  echo "$tools/bin/uv"
}

# install_packages <name> [options of uv sync]: what uv.lock names, unless that was done since the lock changed.
install_packages() {
  local stamp=".venv/.installed-$1" uv
  shift
  # Scripts and links in an environment hold its path: it does not survive a move or a copy.
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" != "$root" ]; then
    rm -rf .venv
  fi
  if [ -x "$python" ] && [ "$stamp" -nt uv.lock ] && [ "$stamp" -nt pyproject.toml ]; then
    return
  fi
  uv=$(find_uv)
  echo "Installing Python packages …" >&2
  "$uv" sync --frozen --inexact --quiet --compile-bytecode "$@"
  echo "$root" >"$stamp"
}

install_to_run() {
  install_packages to-run --no-dev --group embedded
}

install_to_develop() {
  install_packages to-develop --group dev --group embedded
}
