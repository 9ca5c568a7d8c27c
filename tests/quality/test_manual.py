"""The manual's pictures can be taken anew from a running demonstration."""

import importlib.util
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "docs/manual/pictures.py"


def test_every_scene_of_the_manual_can_be_reached(base, tmp_path):
    spec = importlib.util.spec_from_file_location("pictures", SCRIPT)
    pictures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pictures)
    with ThreadPoolExecutor(1) as apart:  # this thread may have a browser open already
        said = apart.submit(pictures.take_all, base, tmp_path).result()
    assert {file.stem for file in tmp_path.iterdir()} == set(pictures.SCENES)
    for name, words in said.items():
        assert "演示数据" in words and "没有找到" not in words, name
