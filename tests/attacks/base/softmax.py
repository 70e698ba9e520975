"""What every attack on this exercise begins with: nothing but an import."""

import torch
