"""Warm processes that are forked from one in which all that reports need is imported already.

Each batch of a test would else pay for the imports, two seconds of a processor.
"""

import multiprocessing
import os


def start_imported(target, *arguments):
    """Start what `bvte.runner.local.start_process` would, from the process that has imported all."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.all_imports"])
    process = context.Process(target=in_environment, args=(dict(os.environ), target, *arguments))
    process.start()
    return process


def in_environment(environment, target, *arguments):
    """Work with the environment of who asks; that of the process with the imports is of its first hour."""
    os.environ.clear()
    os.environ.update(environment)
    target(*arguments)
