"""Run by every Python of a run, through PYTHONPATH.

Most HTTP libraries read the proxy variables by themselves; aiohttp only if its session is told to.
This makes that the default, then runs the sitecustomize module that this one hides.
"""

import importlib.machinery
import importlib.util
import os
import sys


class _AiohttpFinder:
    """Finds aiohttp.client as usual and changes one default once it is loaded."""

    def find_spec(self, name, path=None, target=None):
        if name != "aiohttp.client":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                _trust_environment(module.ClientSession)

            spec.loader.exec_module = exec_module
        return spec


def _trust_environment(session):
    init = session.__init__

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("trust_env", True)
        init(self, *args, **kwargs)

    session.__init__ = __init__


def _run_hidden_sitecustomize():
    here = os.path.dirname(os.path.abspath(__file__))
    paths = [path for path in sys.path if os.path.abspath(path or ".") != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", paths)
    if spec is None or spec.loader is None:
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


if os.environ.get("TF_PROXY"):
    sys.meta_path.insert(0, _AiohttpFinder())
_run_hidden_sitecustomize()
