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

# Prints the command that runs pnpm, in the version that web/package.json names where it has to be fetched.
find_pnpm() {
  if pnpm --version >/dev/null 2>&1; then
    echo pnpm
  elif COREPACK_ENABLE_DOWNLOAD_PROMPT=0 corepack pnpm --version >/dev/null 2>&1; then
    echo corepack pnpm
  elif npm --version >/dev/null 2>&1; then
    echo npx --yes "$(sed -n 's/.*"packageManager": "\(pnpm@[0-9.]*\).*/\1/p' web/package.json)"
  else
    return 1
  fi
}

node_is_there() {
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number)
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

# The packages of web/, unless they are there as pnpm-lock.yaml names them.
install_web_packages() {
  local stamp=web/node_modules/.installed pnpm
  if [ "$stamp" -nt web/pnpm-lock.yaml ] && [ "$stamp" -nt web/package.json ]; then
    return
  fi
  read -ra pnpm <<<"$(find_pnpm)" && [ ${#pnpm[@]} -gt 0 ] || return
  echo "Installing web packages …" >&2
  CI=true "${pnpm[@]}" --dir web install --frozen-lockfile --prefer-offline --silent >&2 && touch "$stamp"
}

# web_script <name>: a script of web/package.json.
web_script() {
  local pnpm
  read -ra pnpm <<<"$(find_pnpm)"
  (cd web && "${pnpm[@]}" run "$@")
}

# The console in web/dist, made again when its sources have changed since. It is left out where that cannot be done.
build_console() {
  local stamp=web/dist/.built started
  if [ ! -f web/package.json ]; then
    return
  fi
  if [ -f "$stamp" ] && [ -z "$(find web \( -path web/node_modules -o -path web/dist -o -path web/e2e -o \
    -path web/tools \) -prune -o -newer "$stamp" -not -path web -print -quit)" ]; then
    return
  fi
  if ! node_is_there; then
    echo "The web console is not built: it takes Node.js 20.19 or later (https://nodejs.org). All else runs." >&2
    return
  fi
  started=$(mktemp)
  if install_web_packages && echo "Building the web console …" >&2 &&
    (cd web && node node_modules/vite/bin/vite.js build --logLevel warn) >&2; then
    # What was changed while it was built is newer than this.
    touch -r "$started" "$stamp"
  else
    echo "The web console could not be built: see above. All else runs." >&2
  fi
  rm -f "$started"
}
