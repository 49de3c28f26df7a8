# Sourced by ./run and ./test: what both need before they differ.

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

need_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1; then
    say "The .NET SDK 10 is missing."
    echo "Install it from your distribution (Debian, Ubuntu: dotnet-sdk-10.0) or from https://dot.net, then run this again." >&2
    exit 3
  fi
}

# Debian packages are installed where this user may; elsewhere the line to type is printed and the caller decides.
install_debian() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing $* ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
  else
    echo "Please install: $*   (Debian, Ubuntu: sudo apt-get install $*)" >&2
    return 1
  fi
}

build_assets() {
  if ! command -v npm >/dev/null 2>&1; then
    install_debian nodejs npm || { say "Without Node.js and npm the pages have no map and no styles."; return 0; }
  fi
  local assets=src/Holdfast.Web/Assets stamp=src/Holdfast.Web/wwwroot/.built
  if [ -f "$stamp" ] && [ -z "$(find "$assets" -name node_modules -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    return 0
  fi
  say "Building the web assets ..."
  (cd "$assets" && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build)
  touch "$stamp"
}

# One compiler for all projects, and none that counts calls for a better second compilation: it halves the time of a build.
build_with() {
  DOTNET_TieredPGO=0 dotnet build "$1" -c Release -v q -nologo -p:UseSharedCompilation=true || return
  # Who wants no compiler left running says so in this variable.
  [ "${UseSharedCompilation:-}" != false ] || dotnet build-server shutdown --vbcscompiler >/dev/null
}

build_product() {
  build_assets
  say "Building the program ..."
  build_with src/Holdfast.Cli/Holdfast.Cli.csproj >&2
}
