#!/usr/bin/env bash
# What only a machine with a CUDA device can show, in at most five minutes and without a network:
# the device checks of the collection on solutions/ at `full`, and the attacks on device files.
#
#   bash tests/on_gpu.sh            with `python3`, whose torch finds the device
#   WHEELS=DIR bash tests/on_gpu.sh takes the packages that this Python lacks from wheels in DIR
set -uo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv --system-site-packages --without-pip "$work/venv" || exit 2
site=$("$work/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
"$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$site/torchdojo.pth"
echo "$PWD/src" >> "$site/torchdojo.pth"
if [ -n "${WHEELS:-}" ]; then
    "$python" -m pip install --quiet --no-index --no-deps --target "$site" "$WHEELS"/*.whl || exit 2
fi
run="$work/venv/bin/python"

"$run" - <<'PY' || exit 2
import platform, sys
import torch, torchvision
print(f"Python {platform.python_version()}, Linux {platform.release()}")
print(f"torch {torch.__version__}, torchvision {torchvision.__version__}")
if not torch.cuda.is_available():
    sys.exit("torch finds no CUDA device here: nothing can be shown.")
print("device:", torch.cuda.get_device_name(0))
PY

failed=0
say() { printf '\n== %s\n' "$*"; }

say "isolation and device"
"$run" -c 'import sys; from torchdojo.cli import main; sys.exit(main(["doctor"]))' || failed=1

say "attacks on device files, and what a player with a device can do"
timeout 120 "$run" -m pytest -q -c pyproject.toml -p no:cacheprovider tests/test_gpu.py || failed=1

say "device checks of the collection on solutions/"
timeout 170 "$run" -m pytest -q -c pyproject.toml -p no:cacheprovider graders/ -k cuda \
    --submission solutions --device cuda --isolation full --score-report "$work/report.json" \
    | tail -n 40
"$run" - "$work/report.json" <<'PY' || failed=1
import json, sys
report = json.load(open(sys.argv[1]))
checks = [c for e in report["exercises"].values() for c in e["checks"] if "[cuda]" in c["name"]]
wrong = [c for c in checks if c["outcome"] not in ("passed", "skipped")]
print(f"{len(checks)} checks on the device, {len(wrong)} not passed; isolation {report['isolation']}")
for check in wrong:
    print("-", check["name"], check["outcome"], check["feedback"][:300])
sys.exit(bool(wrong) or not checks)
PY

say "$([ $failed = 0 ] && echo 'everything passed' || echo 'something failed, see above')"
exit $failed
