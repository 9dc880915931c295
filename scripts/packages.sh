# For the other scripts: what saldo needs from Debian 12, and how it is installed. Source it, don't run it.

build_packages=(g++ cmake ninja-build ccache libboost1.81-dev libboost-json1.81-dev libboost-system1.81-dev
  libcurl4-openssl-dev libssl-dev libsqlite3-dev libsimdjson-dev libintelrdfpmath-dev libfmt-dev libcli11-dev)
test_packages=(libgtest-dev libgmock-dev librapidcheck-dev zlib1g-dev python3 python3-venv)
clang_packages=(clang-19 libclang-rt-19-dev llvm-19)
lint_packages=(clang-19 clang-format-19 clang-tidy-19)

is_installed() { [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Installs those of the packages that are missing; asks for sudo only if some are.
need_packages() {
  local missing=() package as_root=()
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null; then
    echo "saldo is built on Debian 12, with these packages: ${missing[*]}" >&2
    return 1
  fi
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "Installing: ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq "${missing[@]}" >/dev/null
}

# The same for a program that may have come from elsewhere.
need_command() {
  local command=$1
  shift
  command -v "$command" >/dev/null || need_packages "$@"
}
