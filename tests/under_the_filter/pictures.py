"""Pictures."""

from PIL import Image
import torch, torchvision
from torchvision.transforms import v2

Image.new("RGB", (40, 40)).save("a.png")
Image.open("a.png").convert("L").resize((9, 9)).save("a.jpg")
v2.Compose([v2.RandomResizedCrop(8), v2.ToImage(), v2.ToDtype(torch.float32, scale=True)])(
    Image.open("a.png")
)
torchvision.io.write_png(torch.zeros(3, 4, 4, dtype=torch.uint8), "b.png")
torchvision.io.read_image("b.png")
torchvision.utils.save_image(torch.rand(4, 3, 8, 8), "c.png")
import os

os.makedirs("data/cat")
os.rename("a.png", "data/cat/a.png")
len(torchvision.datasets.ImageFolder("data"))
