#!/bin/sh
# Finds a Chromium for the browser tests, or installs Debian's when run as root. Prints one clear line when it cannot.
set -u
for name in chromium chromium-browser google-chrome google-chrome-stable; do
	if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "Installing Chromium for the browser tests …"
	log=$(mktemp)
	if apt-get update -qq >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >>"$log" 2>&1; then
		rm -f "$log"
		exit 0
	fi
	tail -n 20 "$log" >&2
fi
echo "The browser tests need Chromium or Chrome. Install it (Debian, Ubuntu: sudo apt install chromium; Mac: brew install --cask chromium) and run make test again." >&2
exit 1
