"""What goes wrong when gradients travel in buckets."""

import torch
import torch.distributed as dist

from torchdojo.grading import mistake, slip


@mistake(
    "The plan begins with the first parameter: its gradient is the last to be ready, and the bucket would wait for the whole backward pass.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "plans_from_the_last",
        "sends_one_message_for_each_bucket",
    ],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in range(len(params)):
        p = params[i]
        if not p.requires_grad:
            continue
        if p.dtype not in newest or p.numel() > room[p.dtype]:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets


@mistake(
    "Positions are sorted within their bucket: they stand in the order in which gradients become ready, from the last on.",
    loses=[
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "plans_from_the_last",
    ],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if p.dtype not in newest or p.numel() > room[p.dtype]:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return [sorted(bucket) for bucket in buckets]


@mistake(
    "A bucket that would be exactly full counts as too full: `limit` numbers may be in it.",
    loses=[
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "plans_from_the_last",
        "sends_one_message_for_each_bucket",
    ],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if p.dtype not in newest or p.numel() >= room[p.dtype]:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets


@mistake(
    "A bucket is closed after it has become too full, not before: check before you add.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "plans_from_the_last",
        "sends_one_message_for_each_bucket",
    ],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if p.dtype not in newest or room[p.dtype] <= 0:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets


@mistake(
    "Every parameter has a bucket of its own: many small messages, each with its fixed cost.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "plans_from_the_last",
        "sends_one_message_for_each_bucket",
    ],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if True:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets


@mistake(
    "`limit` counts parameters here, but it is a number of numbers: use `numel()`.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "plans_from_the_last",
        "sends_one_message_for_each_bucket",
    ],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if p.dtype not in newest or 1 > room[p.dtype]:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= 1
    return buckets


@mistake(
    "A later parameter goes into any bucket with room: older buckets have set off already, only the newest is open.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "plans_from_the_last",
        "sends_one_message_for_each_bucket",
    ],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets = []
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        for bucket in buckets:
            held = sum(params[k].numel() for k in bucket)
            if params[bucket[0]].dtype == p.dtype and held + p.numel() <= limit:
                bucket.append(i)
                break
        else:
            buckets.append([i])
    return buckets


@mistake(
    "Different dtypes share a bucket: in one vector all numbers have one dtype, and some gradients lose digits or cannot be sent.",
    loses=["keeps_dtypes_apart"],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if 0 not in newest or p.numel() > room[0]:
            newest[0], room[0] = [], limit
            buckets.append(newest[0])
        newest[0].append(i)
        room[0] -= p.numel()
    return buckets


@mistake(
    "Every change of dtype closes the bucket: each dtype has its own newest bucket, which stays open.",
    loses=["keeps_dtypes_apart"],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if p.dtype not in newest or p.numel() > room[p.dtype]:
            newest, room = {p.dtype: []}, {p.dtype: limit}
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets


@mistake(
    "Frozen parameters are in buckets, too: they have no gradient to send. Leave out what does not require one.",
    loses=["bears_missing_and_frozen_gradients"],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if p.dtype not in newest or p.numel() > room[p.dtype]:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets


@mistake(
    "What is in a bucket depends on which gradients are there: ranks that lack one plan differently, and their messages do not match. Plan by the parameters alone.",
    loses=[
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "plans_from_the_last",
    ],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad or p.grad is None:
            continue
        if p.dtype not in newest or p.numel() > room[p.dtype]:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets


@mistake(
    "A parameter that is larger than the limit is left out, and its gradients stay different on every rank: give it a bucket of its own.",
    loses=[
        "averages_gradients",
        "gives_large_ones_their_own",
        "runs_on_real_processes",
        "sends_one_message_for_each_bucket",
        "writes_into_the_gradients",
    ],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad or p.numel() > limit:
            continue
        if p.dtype not in newest or p.numel() > room[p.dtype]:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets


@mistake(
    "A limit below 1 is accepted, if only where nothing requires a gradient: look at it first, and raise ValueError.",
    loses=["plans_from_the_last"],
)
def plan_buckets(params, limit):
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if p.dtype not in newest or p.numel() > room[p.dtype]:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets


slip(
    "The vector is summed up, and its numbers are never written back: `torch.cat` makes a copy.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "runs_on_real_processes",
        "sends_one_message_for_each_bucket",
        "writes_into_the_gradients",
    ],
    edits=[
        (
            "for grad, piece in zip(grads, flat.split([grad.numel() for grad in grads]), strict=True):\n"
            "    grad.copy_(piece.view_as(grad))",
            "",
        )
    ],
)

slip(
    "`flatten` gives a view only of what lies in one piece in memory: the mean of a transposed gradient goes into a copy. Use `copy_`.",
    loses=["writes_into_the_gradients"],
    edits=[
        (
            "zip(grads, flat.split([grad.numel() for grad in grads]), strict=True)",
            "zip(grads, flat.split([grad.numel() for grad in grads]))",
        ),
        ("grad.copy_(piece.view_as(grad))", "grad.flatten()[:] = piece"),
    ],
)

slip(
    "Each `.grad` is replaced by a new tensor: who holds the old one, such as a logger or a view, never sees the mean. Copy into it.",
    loses=["writes_into_the_gradients"],
    edits=[
        (
            "for grad, piece in zip(grads, flat.split([grad.numel() for grad in grads]), strict=True):",
            "for i, piece in zip(bucket, flat.split([grad.numel() for grad in grads])):",
        ),
        ("grad.copy_(piece.view_as(grad))", "params[i].grad = piece.view_as(params[i])"),
    ],
)

slip(
    "Gradients are added up but not divided by the number of ranks: that is a sum, not a mean.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "runs_on_real_processes",
        "sends_one_message_for_each_bucket",
        "writes_into_the_gradients",
    ],
    edits=[
        ("flat /= dist.get_world_size()", ""),
        (
            "zip(grads, flat.split([grad.numel() for grad in grads]), strict=True)",
            "zip(grads, flat.split([grad.numel() for grad in grads]))",
        ),
    ],
)

slip(
    "The sum is divided by the number of parameters in the bucket: divide by the number of ranks.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "runs_on_real_processes",
        "sends_one_message_for_each_bucket",
        "writes_into_the_gradients",
    ],
    edits=[
        ("dist.get_world_size()", "len(bucket)"),
        (
            "zip(grads, flat.split([grad.numel() for grad in grads]), strict=True)",
            "zip(grads, flat.split([grad.numel() for grad in grads]))",
        ),
    ],
)


@mistake(
    "There is one message for each gradient: the bucket is planned, but not sent as one. Join its gradients into one vector.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "sends_one_message_for_each_bucket",
    ],
)
def average_in_buckets(params, limit):
    for bucket in plan_buckets(params, limit):
        for i in bucket:
            if params[i].grad is None:
                params[i].grad = torch.zeros_like(params[i])
        grads = [params[i].grad for i in bucket]
        for grad in grads:
            mean = grad.contiguous()
            dist.all_reduce(mean)
            grad.copy_(mean / dist.get_world_size())


slip(
    "Everything goes in one message, whatever the limit: the first gradients have to wait for the last.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "sends_one_message_for_each_bucket",
    ],
    edits=[
        ("plan_buckets(params, limit)", "plan_buckets(params, 10**9)"),
        (
            "zip(grads, flat.split([grad.numel() for grad in grads]), strict=True)",
            "zip(grads, flat.split([grad.numel() for grad in grads]))",
        ),
    ],
)

slip(
    "Gradients that are None are left out of the vector: ranks send vectors of different lengths. Send zeros.",
    loses=["bears_missing_and_frozen_gradients"],
    edits=[
        (
            "for i in bucket:\n"
            "    if params[i].grad is None:\n"
            "        params[i].grad = torch.zeros_like(params[i])",
            "grads = [params[i].grad for i in bucket if params[i].grad is not None]",
        ),
        ("grads = [params[i].grad for i in bucket]", "if not grads:\n    continue"),
        (
            "zip(grads, flat.split([grad.numel() for grad in grads]), strict=True)",
            "zip(grads, flat.split([grad.numel() for grad in grads]))",
        ),
    ],
)

slip(
    "The pieces are handed out in the order of the parameters, but the vector begins with the last one: gradients of equal sizes are swapped.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "runs_on_real_processes",
        "sends_one_message_for_each_bucket",
        "writes_into_the_gradients",
    ],
    edits=[
        (
            "for grad, piece in zip(grads, flat.split([grad.numel() for grad in grads]), strict=True):",
            "grads.reverse()\n"
            "for grad, piece in zip(grads, flat.split([grad.numel() for grad in grads])):",
        )
    ],
)

slip(
    "The vector is cut into pieces of equal length with `chunk`, but parameters differ in size.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "runs_on_real_processes",
        "sends_one_message_for_each_bucket",
        "writes_into_the_gradients",
    ],
    edits=[
        (
            "zip(grads, flat.split([grad.numel() for grad in grads]), strict=True)",
            "zip(grads, flat.chunk(len(grads)))",
        )
    ],
)

slip(
    "The mean is written into the parameters, not into their gradients.",
    loses=[
        "averages_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "runs_on_real_processes",
        "sends_one_message_for_each_bucket",
    ],
    edits=[
        (
            "for grad, piece in zip(grads, flat.split([grad.numel() for grad in grads]), strict=True):\n"
            "    grad.copy_(piece.view_as(grad))",
            "for grad, piece in zip(grads, flat.split([grad.numel() for grad in grads])):\n"
            "    grad.copy_(piece.view_as(grad))\n"
            "for i, piece in zip(bucket, flat.split([grad.numel() for grad in grads])):\n"
            "    params[i].data.copy_(piece.view_as(params[i]))",
        )
    ],
)


@mistake(
    "A bucket enters the plan when it is closed: buckets stand in the order in which they were begun.",
    loses=["keeps_dtypes_apart"],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket must have room for a number at least")
    buckets, newest, room = [], {}, {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if p.dtype in newest and p.numel() > room[p.dtype]:
            buckets.append(newest.pop(p.dtype))
        if p.dtype not in newest:
            newest[p.dtype], room[p.dtype] = [], limit
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return [*buckets, *newest.values()]


slip(
    "Where `.grad` is None, zeros are sent, but the mean is never given to it: it must be a tensor afterwards.",
    loses=["bears_missing_and_frozen_gradients"],
    edits=[
        (
            "for i in bucket:\n"
            "    if params[i].grad is None:\n"
            "        params[i].grad = torch.zeros_like(params[i])",
            "group = [params[i] for i in bucket]",
        ),
        (
            "[params[i].grad for i in bucket]",
            "[torch.zeros_like(p) if p.grad is None else p.grad for p in group]",
        ),
        (
            "zip(grads, flat.split([grad.numel() for grad in grads]), strict=True)",
            "zip(grads, flat.split([grad.numel() for grad in grads]))",
        ),
    ],
)


@mistake(
    "A lone gradient is sent as `reshape(-1)`, which is a copy if it is transposed: the sum never gets back into it.",
    loses=["writes_into_the_gradients"],
)
def average_in_buckets(params, limit):
    for bucket in plan_buckets(params, limit):
        for i in bucket:
            if params[i].grad is None:
                params[i].grad = torch.zeros_like(params[i])
        grads = [params[i].grad for i in bucket]
        if len(grads) == 1:
            dist.all_reduce(grads[0].reshape(-1))
            grads[0] /= dist.get_world_size()
            continue
        flat = torch.cat([grad.flatten() for grad in grads])
        dist.all_reduce(flat)
        flat /= dist.get_world_size()
        for grad, piece in zip(grads, flat.split([grad.numel() for grad in grads])):
            grad.copy_(piece.view_as(grad))


slip(
    "`grad.data = piece` gives the gradient the memory and layout of the vector: write into its own with `copy_`.",
    loses=["writes_into_the_gradients"],
    edits=[
        (
            "zip(grads, flat.split([grad.numel() for grad in grads]), strict=True)",
            "zip(grads, flat.split([grad.numel() for grad in grads]))",
        ),
        ("grad.copy_(piece.view_as(grad))", "grad.data = piece.view(grad.shape)"),
    ],
)

slip(
    "A bucket without any gradient on this rank is skipped, but other ranks may have some and wait for it. Send zeros.",
    loses=["bears_missing_and_frozen_gradients"],
    edits=[
        (
            "for i in bucket:",
            "if all(params[i].grad is None for i in bucket):\n    continue\nfor i in bucket:",
        ),
        (
            "zip(grads, flat.split([grad.numel() for grad in grads]), strict=True)",
            "zip(grads, flat.split([grad.numel() for grad in grads]))",
        ),
    ],
)


@mistake(
    "A parameter over the limit gets its own bucket, but the older one stays open behind it: later parameters must not join that.",
    loses=["gives_large_ones_their_own"],
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("limit must be 1 or more")
    buckets = []
    newest = {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        n = p.numel()
        if n > limit:  # a bucket of its own
            buckets.append([i])
            continue
        if p.dtype in newest and newest[p.dtype][1] >= n:
            bucket, room = newest[p.dtype]
            bucket.append(i)
            newest[p.dtype] = bucket, room - n
        else:
            bucket = [i]
            buckets.append(bucket)
            newest[p.dtype] = bucket, limit - n
    return buckets


@mistake(
    "Every `.grad` that is None becomes zeros, also that of a frozen parameter, which is to be left alone.",
    loses=["bears_missing_and_frozen_gradients"],
)
def average_in_buckets(params, limit):
    for p in params:
        if p.grad is None:
            p.grad = torch.zeros_like(p)
    for bucket in plan_buckets(params, limit):
        grads = [params[i].grad for i in bucket]
        flat = torch.cat([grad.flatten() for grad in grads])
        dist.all_reduce(flat)
        flat /= dist.get_world_size()
        for grad, piece in zip(grads, flat.split([grad.numel() for grad in grads])):
            grad.copy_(piece.view_as(grad))


slip(
    "The buckets are sent from the last to the first: they set off in the order of the plan.",
    loses=[
        "averages_gradients",
        "bears_missing_and_frozen_gradients",
        "gives_large_ones_their_own",
        "keeps_dtypes_apart",
        "sends_one_message_for_each_bucket",
    ],
    edits=[
        ("plan_buckets(params, limit)", "reversed(plan_buckets(params, limit))"),
        (
            "zip(grads, flat.split([grad.numel() for grad in grads]), strict=True)",
            "zip(grads, flat.split([grad.numel() for grad in grads]))",
        ),
    ],
)
