"""Probes of `share_memory`, `predict`, `plus`, `plus_` and `plus_rows_`."""

import torch


def shared(module, t, pairs):
    """Calls `share_memory` with pairs of views and copies, and looks whether it writes"""
    makers = {
        "t": lambda t: t,
        "a copy": lambda t: t.clone(),
        "rows from 1 on": lambda t: t[1:],
        "the first rows": lambda t: t[:1],
        "even columns": lambda t: t[:, ::2],
        "odd columns": lambda t: t[:, 1::2],
        "the last column": lambda t: t[:, -1],
        "the transpose": lambda t: t.T,
        "an expanded row": lambda t: t[0].expand(3, -1),
        "no rows": lambda t: t[2:2],
        "one number": lambda t: t[0, 0],
        "columns from 1 on": lambda t: t[:, 1:],
        "a block": lambda t: t[1:, 1:],
        "the last number": lambda t: t[3, 5],
        "a number inside": lambda t: t[2, 5],
        "the other bits of column 0": lambda t: t.view(torch.int16)[:, 1:2],
        "its bits": lambda t: t.view(torch.int16),
        "every second of its bits": lambda t: t.view(torch.int16)[:, ::2],
        "the other bits": lambda t: t.view(torch.int16)[:, 1::2],
        "its bits in bfloat16": lambda t: t.view(torch.bfloat16)[1:],
    }
    work = t.clone()
    found = {}
    for a, b in pairs:
        answer = module.share_memory(makers[a](work), makers[b](work))
        found[f"{a} and {b} share"] = answer if isinstance(answer, bool) else type(answer).__name__
    return {
        **found,
        "written to": work._version > 0,
        "t afterwards": work,
    }


def predicted(module, texts):
    """Calls `predict` and looks up some expressions"""
    answers = module.predict()
    found = {f"`{text}` shares": answers.get(text, "no answer") for text in texts}
    return found | {"number of answers": len(answers)}


def added(module, name, t, number):
    """Calls NAME with a tensor and writes into the result"""
    given = t.clone()
    result = getattr(module, name)(given, number)
    shown = result.clone()
    same = result is given
    result[0] = 77
    return {"result": shown, "is t itself": same, "t after writing into the result": given}


def added_to_view(module, name, t, *rest):
    """Calls NAME with the transposed end of a larger tensor, and looks at both"""
    whole = t.clone()
    view = whole[1:].T
    getattr(module, name)(view, *rest)
    return {"the larger tensor": whole, "the view": view}


def added_to_rows(module, t, rows, number):
    """Calls `plus_rows_` and looks at the tensor afterwards"""
    given, listed = t.clone(), list(rows)
    result = module.plus_rows_(given, listed, number)
    return {"t": given, "returns t itself": result is given, "rows": listed}
