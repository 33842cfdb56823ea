#!/bin/sh
# Finds the servers that publishing is tested against (nginx, sshd, rsync, git), or installs Debian's when run as root.
# Azurite, which stands in for Azure, comes from npm into the folder that is named: the environment of the tests.
set -u
where=${1:-.venv}/azurite
PATH="$PATH:/usr/sbin:/usr/local/sbin"
missing=""
for name in nginx:nginx-light sshd:openssh-server ssh:openssh-client rsync:rsync git:git; do
	command -v "${name%%:*}" >/dev/null 2>&1 || missing="$missing ${name#*:}"
done
command -v azurite-blob >/dev/null 2>&1 || [ -x "$where/node_modules/.bin/azurite-blob" ] || {
	command -v npm >/dev/null 2>&1 || missing="$missing npm"
}
finish() {
	if ! command -v azurite-blob >/dev/null 2>&1 && [ ! -x "$where/node_modules/.bin/azurite-blob" ]; then
		echo "Installing Azurite for the tests of publishing …"
		mkdir -p "$where"
		log=$(mktemp)
		npm install --prefix "$where" --no-audit --no-fund --no-package-lock --loglevel=error azurite@3 >"$log" 2>&1 || {
			tail -n 20 "$log" >&2
			echo "The tests of publishing need Azurite. Install it (npm install -g azurite) and run make test again." >&2
			exit 1
		}
		rm -f "$log"
	fi
	exit 0
}
[ -z "$missing" ] && finish
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "Installing$missing for the tests of publishing …"
	log=$(mktemp)
	# shellcheck disable=SC2086
	if apt-get update -qq >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >>"$log" 2>&1; then
		rm -f "$log"
		finish
	fi
	tail -n 20 "$log" >&2
fi
echo "The tests of publishing need$missing. Install them (Debian, Ubuntu: sudo apt install$missing) and run make test again." >&2
exit 1
