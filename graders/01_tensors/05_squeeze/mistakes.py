"""What goes wrong with dimensions of size one."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "The new dimension is in front, which makes a row (1, N); a column has it behind: `unsqueeze(1)`.",
    loses=["makes_a_column", "makes_a_column_of_one", "refuses_what_is_no_column"],
)
def column(t: torch.Tensor) -> torch.Tensor:
    if t.dim() == 2 and t.shape[1] == 1:
        return t
    if t.dim() != 1:
        raise ValueError("no column")
    return t.unsqueeze(0)


@mistake(
    "A column gets yet another dimension, shape (N, 1, 1): look first whether `t` has two already.",
    loses=["makes_a_column", "makes_a_column_of_one", "refuses_what_is_no_column"],
)
def column(t: torch.Tensor) -> torch.Tensor:
    return t.unsqueeze(-1)


@mistake(
    "`reshape(-1, 1)` makes one long column of any shape: two targets per example become two examples.",
    loses=["refuses_what_is_no_column"],
)
def column(t: torch.Tensor) -> torch.Tensor:
    return t.reshape(-1, 1)


@mistake(
    "A single target, (1,), ends with a 1 and is taken for a column: count the dimensions first.",
    loses=["makes_a_column_of_one"],
)
def column(t: torch.Tensor) -> torch.Tensor:
    if t.dim() in (1, 2) and t.shape[-1] == 1:
        return t
    if t.dim() != 1:
        raise ValueError("no column")
    return t.unsqueeze(1)


@mistake(
    "Counting elements is no look at the shape: (N, 1, 1) has N of them too. Count the dimensions.",
    loses=["refuses_what_is_no_column"],
)
def column(t: torch.Tensor) -> torch.Tensor:
    if t.numel() != len(t):
        raise ValueError("no column")
    return t.reshape(len(t), 1)


@mistake(
    "A bare `squeeze()` makes a number of a single target, which then has no dimension to stand in.",
    loses=["makes_a_column_of_one", "refuses_what_is_no_column"],
)
def column(t: torch.Tensor) -> torch.Tensor:
    t = t.squeeze()
    if t.dim() != 1:
        raise ValueError("no column")
    return t[:, None]


@mistake(
    "Tensors of two dimensions are returned as they are: a column has exactly one number per row.",
    loses=["refuses_what_is_no_column"],
)
def column(t: torch.Tensor) -> torch.Tensor:
    if t.dim() not in (1, 2):
        raise ValueError("no column")
    return t if t.dim() == 2 else t.unsqueeze(1)


@mistake(
    "A bare `squeeze()` eats every dimension of size one, a batch of one included: name the dimension.",
    loses=["keeps_a_batch_of_one"],
)
def drop_channel(images: torch.Tensor) -> torch.Tensor:
    if images.dim() != 4 or images.shape[1] != 1:
        raise ValueError("no grey images")
    return images.squeeze()


@mistake(
    "The check comes after `squeeze(1)`: images (N, H, W) without a channel pass. Look at `images`.",
    loses=["refuses_other_images"],
)
def drop_channel(images: torch.Tensor) -> torch.Tensor:
    result = images.squeeze(1)
    if result.dim() != 3:
        raise ValueError("no grey images")
    return result


@mistake(
    "`sum` adds the one channel up in int64, so uint8 images lose their dtype: `squeeze(1)`.",
    loses=["drops_the_channel"],
)
def drop_channel(images: torch.Tensor) -> torch.Tensor:
    if images.dim() != 4 or images.shape[1] != 1:
        raise ValueError("no grey images")
    return images.sum(dim=1)


@mistake(
    "`squeeze(0)` looks at the batch; the channel is dimension 1.",
    loses=["drops_the_channel", "keeps_a_batch_of_one", "refuses_other_images"],
)
def drop_channel(images: torch.Tensor) -> torch.Tensor:
    if images.dim() != 4 or images.shape[1] != 1:
        raise ValueError("no grey images")
    return images.squeeze(0)


@mistake(
    "Nothing asks for the number of channels: `squeeze(1)` lets colour images pass whole, `images[:, 0]` their first channel.",
    loses=["refuses_other_images"],
)
def drop_channel(images: torch.Tensor) -> torch.Tensor:
    return images.squeeze(1)


@mistake(
    "Nothing asks for the number of channels: `squeeze(1)` lets colour images pass whole, `images[:, 0]` their first channel.",
    loses=["refuses_other_images"],
)
def drop_channel(images: torch.Tensor) -> torch.Tensor:
    return images[:, 0]


slip(
    "The model gets the image without a batch, so it takes the channels for examples.",
    loses=["scores_one_image", "keeps_a_single_score"],
    edits=[("model(image.unsqueeze(0)).squeeze(0)", "model(image)")],
)

slip(
    "The batch stands in front: `unsqueeze(1)` makes an image of its own of each channel.",
    loses=["scores_one_image", "keeps_a_single_score"],
    edits=[("model(image.unsqueeze(0)).squeeze(0)", "model(image.unsqueeze(1))[0]")],
)

slip(
    "The scores still have the batch dimension, shape (1, K): take it away again.",
    loses=["scores_one_image", "keeps_a_single_score"],
    edits=[("model(image.unsqueeze(0)).squeeze(0)", "model(image[None])")],
)

slip(
    "A bare `squeeze()` behind the model eats the scores too where there is only one: `squeeze(0)`.",
    loses=["keeps_a_single_score"],
    edits=[("model(image.unsqueeze(0)).squeeze(0)", "model(image.unsqueeze(0)).squeeze()")],
)


@mistake(
    "A row (1, N) is turned into a column: only (N,) and (N, 1) are right, so look at `t.shape[1]`.",
    loses=["refuses_what_is_no_column"],
)
def column(t: torch.Tensor) -> torch.Tensor:
    if t.dim() == 1 or t.dim() == 2 and 1 in t.shape:
        return t.reshape(-1, 1)
    raise ValueError("no column")


@mistake(
    "`unsqueeze_` works in place: the targets of the caller become a column. Write `unsqueeze(1)`.",
    loses=["makes_a_column", "makes_a_column_of_one", "refuses_what_is_no_column"],
)
def column(t: torch.Tensor) -> torch.Tensor:
    if t.dim() == 2 and t.shape[1] == 1:
        return t
    if t.dim() != 1:
        raise ValueError("no column")
    return t.unsqueeze_(1)


@mistake(
    "`squeeze_` works in place: the images of the caller lose their channel. Write `squeeze(1)`.",
    loses=["drops_the_channel", "keeps_a_batch_of_one", "refuses_other_images"],
)
def drop_channel(images: torch.Tensor) -> torch.Tensor:
    if images.dim() != 4 or images.shape[1] != 1:
        raise ValueError("no grey images")
    return images.squeeze_(1)


@mistake(
    "`float()` changes the dtype of integer targets: the dtype stays.",
    loses=["makes_a_column"],
)
def column(t: torch.Tensor) -> torch.Tensor:
    if t.dim() == 2 and t.shape[1] != 1 or t.dim() not in (1, 2):
        raise ValueError("no column")
    return t.float().reshape(-1, 1)


slip(
    "Only the channel is looked at: (N, 1, W) and (N, 1) pass for images. Ask for four dimensions as well.",
    loses=["refuses_other_images"],
    edits=[("images.dim() != 4 or images.shape[1] != 1", "images.shape[1] != 1")],
)

slip(
    "`unsqueeze_` works in place: the image of the caller gets a dimension that it did not have. Write `unsqueeze(0)`.",
    loses=["scores_one_image", "keeps_a_single_score"],
    edits=[("image.unsqueeze(0)", "image.unsqueeze_(0)")],
)
