"""What goes wrong about memory that is shared."""

import numpy as np
import torch

from torchdojo.grading import mistake, slip

EXPRESSIONS = ()


slip(
    "Only the first numbers are compared: a view may begin elsewhere, as `t[1:]` does.",
    loses=[
        "finds_shared_memory",
        "predicts_views_and_copies",
        "predicts_what_depends",
        "tells_neighbours_apart",
    ],
    edits=[("not _bytes(a).isdisjoint(_bytes(b))", "a.data_ptr() == b.data_ptr()")],
)

slip(
    "The same piece of memory is not enough: two columns lie in one, and have no number in common.",
    loses=["tells_neighbours_apart"],
    edits=[
        (
            "not _bytes(a).isdisjoint(_bytes(b))",
            "a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()",
        )
    ],
)

slip(
    "`is` asks for the same Python object: every view is another one.",
    loses=[
        "finds_shared_memory",
        "predicts_views_and_copies",
        "predicts_what_depends",
        "tells_neighbours_apart",
    ],
    edits=[("not _bytes(a).isdisjoint(_bytes(b))", "a is b")],
)

slip(
    "Equal numbers are no shared memory: a copy has them, too.",
    loses=[
        "finds_shared_memory",
        "predicts_views_and_copies",
        "predicts_what_depends",
        "tells_neighbours_apart",
    ],
    edits=[("not _bytes(a).isdisjoint(_bytes(b))", "a.shape == b.shape and bool((a == b).all())")],
)


@mistake(
    "Only the ends of the two stretches of memory are compared: even and odd columns lie between each other, and share nothing.",
    loses=["tells_neighbours_apart"],
)
def share_memory(a, b):
    if not a.numel() or not b.numel():
        return False
    ends = []
    for t in (a, b):
        last = sum((n - 1) * s for n, s in zip(t.shape, t.stride()))
        ends.append((t.data_ptr(), t.data_ptr() + (last + 1) * t.element_size()))
    return ends[0][0] < ends[1][1] and ends[1][0] < ends[0][1]


@mistake(
    "Only the first byte of each number is looked at: numbers of other dtypes may begin in the middle of one.",
    loses=["tells_neighbours_apart"],
)
def share_memory(a, b):
    places = []
    for t in (a, b):
        seen = torch.zeros(t.shape, dtype=torch.int64)
        for dim, (size, stride) in enumerate(zip(t.shape, t.stride())):
            along = [-1 if d == dim else 1 for d in range(t.dim())]
            seen = seen + (torch.arange(size) * stride).view(along)
        places.append(set((seen * t.element_size() + t.data_ptr()).flatten().tolist()))
    return not places[0].isdisjoint(places[1])


slip(
    "`_base` says what a tensor is a view of, not which numbers it sees, and it is None for `t.detach()`.",
    loses=["finds_shared_memory", "predicts_views_and_copies", "tells_neighbours_apart"],
    edits=[
        (
            "not _bytes(a).isdisjoint(_bytes(b))",
            "a._base is b or b._base is a or (a._base is not None and a._base is b._base)",
        )
    ],
)


@mistake(
    "The answer is found by writing, and the numbers are gone: a question must not change anything.",
    loses=["finds_shared_memory", "tells_neighbours_apart"],
)
def share_memory(a, b):
    if not a.numel() or not b.numel():
        return False
    before = b.clone()
    a.fill_(1)
    return not torch.equal(before, b)


@mistake(
    "The answer is found by writing, and put back: not even for a moment may a tensor change. Compare addresses.",
    loses=[
        "finds_shared_memory",
        "predicts_what_depends",
        "predicts_views_and_copies",
        "tells_neighbours_apart",
    ],
)
def share_memory(a, b):
    if not a.numel() or not b.numel():
        return False
    kept, before = a.clone(), b.clone()
    a.add_(1)
    changed = not torch.equal(b, before)
    a.copy_(kept)
    return changed


@mistake(
    "NumPy knows no bfloat16, and tensors of any dtype may come: read its bits as int16 first.",
    loses=["tells_neighbours_apart"],
)
def share_memory(a, b):
    return bool(np.shares_memory(a.numpy(), b.numpy()))


@mistake(
    "`_base` is None where the result is no view but `t` itself, or a `detach()`: all of these share, too.",
    loses=["predicts_views_and_copies", "predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).reshape(3, 4).clone()
    return {text: eval(text)._base is t for text in EXPRESSIONS}


@mistake(
    "An index with a list makes a copy; only slices and single numbers make views.",
    loses=["predicts_views_and_copies"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t[[1, 2]]": True}


@mistake(
    "A mask makes a copy: the chosen numbers lie in no regular pattern.",
    loses=["predicts_views_and_copies"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t[t > 5]": True}


@mistake(
    "A slice copies nothing: it is a view.",
    loses=["predicts_views_and_copies"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t[1:]": False, "t[:, 2]": False}


@mistake(
    "A transpose copies nothing: only the strides change places.",
    loses=["predicts_views_and_copies"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.T": False}


@mistake(
    "`reshape` is a view only where strides can express it: the transpose has to be copied.",
    loses=["predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.T.reshape(12)": True}


@mistake(
    "`reshape` and `flatten` copy only if they must: of a tensor in one piece they make a view.",
    loses=["predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.reshape(12)": False, "t.flatten()": False}


@mistake(
    "`contiguous` of what is contiguous already returns the tensor itself.",
    loses=["predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.contiguous()": False}


@mistake(
    "`to` returns the tensor itself if nothing has to change.",
    loses=["predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.to(torch.float32)": False}


@mistake(
    "Another dtype needs other memory: `to` makes a copy.",
    loses=["predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.to(torch.float64)": True}


@mistake(
    "`expand` repeats by a stride of 0, without a copy.",
    loses=["predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.expand(2, 3, 4)": False}


@mistake(
    "`repeat` copies; it is `expand` that does not.",
    loses=["predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.repeat(2, 1)": True}


@mistake(
    "`detach` leaves the record behind, not the memory: it is a view.",
    loses=["predicts_views_and_copies"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.detach()": False}


@mistake(
    "`cat` always makes a new tensor, even of a single one.",
    loses=["predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"torch.cat([t])": True}


@mistake(
    "`+=` adds in place: the caller's tensor has changed. Write `t + number`.",
    loses=["adds_without_a_trace"],
)
def plus(t, number):
    t += number
    return t


slip(
    "For the number 0 the caller's own `t` comes back: a new tensor is promised for every number.",
    loses=["adds_without_a_trace"],
    edits=[("return t + number", "if number == 0:\n    return t\nreturn t + number")],
)


@mistake(
    "A view is no copy: adding to it in place changes the caller's tensor.",
    loses=["adds_without_a_trace"],
)
def plus(t, number):
    result = t.view(t.shape) if t.is_contiguous() else t.T.view(t.T.shape).T
    return result.add_(number)


@mistake(
    "`t = t + number` makes a new tensor and moves the name; the caller's stays as it was. Use `add_`.",
    loses=["adds_in_place"],
)
def plus_(t, number):
    t = t + number
    return t


@mistake(
    "`t.data = ...` gives the tensor other memory: what it was a view of does not change.",
    loses=["adds_in_place"],
)
def plus_(t, number):
    t.data = t + number
    return t


slip(
    "`reshape` and `flatten` copy what does not lie in one piece: the sum goes into a copy.",
    loses=["adds_in_place"],
    edits=[("return t.add_(number)", "t.reshape(-1).add_(number)\nreturn t")],
)

slip(
    "A copy is returned: return the tensor itself, as all functions with an underscore do.",
    loses=["adds_in_place"],
    edits=[("return t.add_(number)", "t.add_(number)\nreturn t.clone()")],
)


@mistake(
    "`t[rows]` with a list is a copy: adding to it changes nothing.",
    loses=["adds_to_rows", "counts_rows_that_come_twice"],
)
def plus_rows_(t, rows, number):
    t[rows].add_(number)
    return t


slip(
    "`t[rows] += number` reads once and writes once: a row that is listed twice gets the number only once.",
    loses=["counts_rows_that_come_twice"],
    edits=[("for row in rows:", "if rows:"), ("t[row]", "t[rows]")],
)

slip(
    "A copy is changed and returned: the underscore promises that `t` itself changes.",
    loses=["adds_to_rows", "counts_rows_that_come_twice"],
    edits=[("for row in rows:", "t = t.clone()\nfor row in rows:")],
)

slip(
    "A set forgets how often a row is listed.",
    loses=["counts_rows_that_come_twice"],
    edits=[("for row in rows:", "for row in set(rows):")],
)

slip(
    "`=` with a sum on its right moves the name to a new tensor: nothing is written into `t`.",
    loses=["adds_to_rows", "counts_rows_that_come_twice"],
    edits=[("t[row] += number", "row = t[row]\nrow = row + number")],
)


@mistake(
    "`torch.tensor([])` is float32, which is no index: say `dtype=torch.int64`, since the list may be empty.",
    loses=["adds_to_rows", "counts_rows_that_come_twice"],
)
def plus_rows_(t, rows, number):
    places = torch.tensor(rows)
    numbers = torch.full((len(rows), *t.shape[1:]), number, dtype=t.dtype)
    return t.index_add_(0, places, numbers)


@mistake(
    "`index_add_` knows no negative rows: turn -1 into `len(t) - 1` first.",
    loses=["counts_rows_that_come_twice"],
)
def plus_rows_(t, rows, number):
    places = torch.tensor(rows, dtype=torch.int64)
    numbers = torch.full((len(rows), *t.shape[1:]), number, dtype=t.dtype)
    return t.index_add_(0, places, numbers)


@mistake(
    "The numbers to be added are float32 whatever `t` is: give them its dtype.",
    loses=["adds_to_rows"],
)
def plus_rows_(t, rows, number):
    places = torch.tensor([row % len(t) for row in rows], dtype=torch.int64)
    return t.index_add_(0, places, torch.full((len(rows), *t.shape[1:]), float(number)))


slip(
    "`contiguous()` copies what does not lie in one piece: on a view, the sum goes into the copy.",
    loses=["adds_to_rows"],
    edits=[
        ("for row in rows:", "flat = t.contiguous()\nfor row in rows:"),
        ("t[row]", "flat[row]"),
    ],
)

slip(
    "The rows are overwritten by the number: add it.",
    loses=["adds_to_rows", "counts_rows_that_come_twice"],
    edits=[("t[row] += number", "t[row] = number")],
)


@mistake(
    "`contiguous()` and `to()` copy only where they must: where nothing is to be done, both return `t` itself.",
    loses=["predicts_what_depends"],
)
def predict() -> dict[str, bool]:
    views = ["t[1:]", "t[:, 2]", "t.T", "t.reshape(12)", "t.flatten()", "t.expand(2, 3, 4)"]
    views += ["t.detach()", "t.squeeze()", "t.chunk(2)[1]"]
    return {text: text in views for text in EXPRESSIONS}


@mistake(
    "A set comes back, not a bool: ask whether it is empty, `bool(...)` or `isdisjoint`.",
    loses=[
        "finds_shared_memory",
        "predicts_views_and_copies",
        "tells_neighbours_apart",
        "predicts_what_depends",
    ],
)
def share_memory(a: torch.Tensor, b: torch.Tensor) -> bool:
    def addresses(t):
        places = torch.zeros(t.shape, dtype=torch.int64)
        for dim, (size, stride) in enumerate(zip(t.shape, t.stride())):
            places += (torch.arange(size) * stride).view(
                [-1 if d == dim else 1 for d in range(t.dim())]
            )
        first = (places * t.element_size() + t.data_ptr()).flatten().tolist()
        return {address + k for address in first for k in range(t.element_size())}

    return addresses(a) & addresses(b)


@mistake(
    "The same first address is taken for an answer: two tensors without any number have one, and share nothing.",
    loses=["tells_neighbours_apart"],
)
def share_memory(a: torch.Tensor, b: torch.Tensor) -> bool:
    if a.data_ptr() == b.data_ptr():
        return True

    def addresses(t):
        first = torch.zeros(t.shape, dtype=torch.int64) + t.data_ptr()
        for dim, (size, stride) in enumerate(zip(t.shape, t.stride())):
            along = [-1 if d == dim else 1 for d in range(t.dim())]
            first += (torch.arange(size) * stride * t.element_size()).view(along)
        return {place + k for place in first.flatten().tolist() for k in range(t.element_size())}

    return not addresses(a).isdisjoint(addresses(b))


@mistake(
    "`reshape` and `flatten` copy only if they must: of a tensor in one piece they make a view.",
    loses=["predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.flatten()": False}


@mistake(
    "`flatten()` and `to()` copy only where they must: of a tensor in one piece `flatten()` makes a view, and `to()` returns `t` itself if it has the dtype already.",
    loses=["predicts_what_depends"],
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    found = {text: share_memory(eval(text), t) for text in EXPRESSIONS}
    return found | {"t.flatten()": False, "t.to(torch.float32)": False}
