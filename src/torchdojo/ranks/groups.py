"""Groups of simulated ranks, and the functions that make them and ask about them."""

from collections.abc import Sequence
from typing import Any

import torch.distributed as dist

from torchdojo.ranks.turns import Turns

OUTSIDE = dist.GroupMember.NON_GROUP_MEMBER
"""What `new_group` returns on a rank that is no member."""


class Group:
    """Some ranks, in their order in the group."""

    def __init__(self, turns: Turns, ranks: Sequence[int], name: str) -> None:
        self.ranks = tuple(ranks)
        self.group_name = name
        self._turns = turns

    def rank(self) -> int:
        """The place of the rank that asks; -1 if it is no member."""
        return self.place_of(self._turns.here.number)

    def size(self) -> int:
        """How many ranks it has."""
        return len(self.ranks)

    def name(self) -> str:
        """The backend that it stands in for."""
        return "gloo"

    def place_of(self, rank: int) -> int:
        """The place in the group of a rank of the whole; -1 if it is no member."""
        return self.ranks.index(rank) if rank in self.ranks else -1

    def __repr__(self) -> str:
        return f"<group of ranks {list(self.ranks)}>"


class Groups:
    """The functions of `torch.distributed` that are about groups."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._whole = Group(turns, range(len(turns.ranks)), "default")
        self._groups: dict[tuple[object, ...], Group] = {}

    def init_process_group(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to do: the ranks know each other."""

    def destroy_process_group(self, group: Any = None) -> None:
        """Nothing to do."""

    def set_timeout(self, timeout: Any, group: Any = None) -> None:
        """Nothing to do: who would wait for ever is told at once."""

    def is_initialized(self) -> bool:
        """Always."""
        return True

    def get_rank(self, group: Any = None) -> int:
        """The number of the rank that asks in the group; -1 if it is no member."""
        found = self._group(group)
        return -1 if found is None else found.rank()

    def get_world_size(self, group: Any = None) -> int:
        """How many ranks there are in the group; -1 if the rank that asks is no member."""
        found = self._group(group)
        return -1 if found is None else found.size()

    def get_backend(self, group: Any = None) -> str:
        """The real backend that this stands in for."""
        return "gloo"

    def get_backend_config(self, group: Any = None) -> str:
        """The real backends that this stands in for, by device."""
        return "cpu:gloo"

    def get_pg_count(self) -> int:
        """How many groups there are, the whole included."""
        return 1 + len(self._groups)

    def get_process_group_ranks(self, group: Any = None) -> list[int]:
        """The ranks of the group, in its order."""
        return list(self._known(group).ranks)

    def get_group_rank(self, group: Any, global_rank: int) -> int:
        """The place in the group of a rank of the whole."""
        place = self._known(group).place_of(global_rank)
        if place < 0:
            raise ValueError(f"rank {global_rank} is not in {self._known(group)}")
        return place

    def get_global_rank(self, group: Any, group_rank: int) -> int:
        """The rank of the whole that has a place in the group."""
        ranks = self._known(group).ranks
        if not 0 <= group_rank < len(ranks):
            raise ValueError(f"there is no rank {group_rank} in {self._known(group)}")
        return ranks[group_rank]

    def new_group(self, ranks: Any = None, *args: Any, **kwargs: Any) -> Any:
        """A group of `ranks`; every rank must call this, members or not."""
        size = len(self._turns.ranks)
        chosen = list(range(size)) if ranks is None else list(ranks)
        if len(set(chosen)) != len(chosen) or not set(chosen) <= set(range(size)) or not chosen:
            raise ValueError(f"the ranks of a group must be different ones of 0 to {size - 1}")
        if kwargs.get("sort_ranks", True):
            chosen.sort()
        members = tuple(chosen)
        together = self._whole
        if kwargs.get("use_local_synchronization", False):
            if self._turns.here.number not in members:
                return OUTSIDE
            together = Group(self._turns, members, f"members of {chosen}")
        number = self._agree_on("new_group", f"ranks {chosen}", together)
        group = self._groups.setdefault(
            (together.group_name, number), Group(self._turns, members, f"group {number}")
        )
        return group if self._turns.here.number in members else OUTSIDE

    def new_subgroups(self, group_size: Any = None, group: Any = None, *a: Any, **k: Any) -> Any:
        """The ranks in groups of `group_size`; returns the own group and all of them."""
        ranks = self.get_process_group_ranks(group)
        size = len(ranks) if group_size is None else group_size
        if not isinstance(size, int) or not 0 < size <= len(ranks) or len(ranks) % size:
            raise ValueError(f"group_size must divide the number of ranks, {len(ranks)}")
        return self.new_subgroups_by_enumeration(
            [ranks[first : first + size] for first in range(0, len(ranks), size)]
        )

    def new_subgroups_by_enumeration(
        self, ranks_per_subgroup_list: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """A group for each list of ranks; returns the own group, or None, and all of them."""
        named = [rank for ranks in ranks_per_subgroup_list for rank in ranks]
        if len(set(named)) != len(named):
            raise ValueError("a rank may be in one subgroup only")
        groups = [self.new_group(ranks) for ranks in ranks_per_subgroup_list]
        own = next((group for group in groups if isinstance(group, Group)), None)
        return own, groups

    def _agree_on(self, kind: str, options: str, group: Group) -> int:
        """Wait for a call of all members that moves no data; returns its number among theirs."""
        raise NotImplementedError

    def _group(self, group: Any) -> Group | None:
        """The group that is meant, the whole by default; None where the rank is no member."""
        if group is None:
            return self._whole
        if isinstance(group, Group):
            return group if self._turns.here.number in group.ranks else None
        if group is OUTSIDE or (type(group) is type(OUTSIDE) and group == OUTSIDE):
            return None
        raise TypeError(f"`group` must come from `new_group` on these ranks, not {group!r:.80}")

    def _known(self, group: Any) -> Group:
        """The group that is meant, whether or not the rank is a member."""
        if group is None:
            return self._whole
        if isinstance(group, Group):
            return group
        raise ValueError("this rank is not in the group")

    def _place(self, group: Group, rank: int | None, group_rank: int | None, what: str) -> int:
        """The place in `group` that is given by a rank of the whole or of the group, not both."""
        if (rank is None) == (group_rank is None):
            raise ValueError(f"give either `{what}` or `group_{what}`")
        if group_rank is not None:
            self.get_global_rank(group, group_rank)
            return int(group_rank)
        size = len(self._turns.ranks)
        if rank is None or not 0 <= rank < size:
            raise ValueError(f"there is no rank {rank} among {size}")
        return self.get_group_rank(group, rank)
