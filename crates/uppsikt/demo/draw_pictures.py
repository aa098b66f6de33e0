"""Draws the pictures of the demonstration into the folder `bilder` beside this file.

Needs Python 3.10 or later and Pillow. Same input, same pictures: chance comes from fixed seeds.
"""

import math
import random
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "bilder"
WIDTH, HEIGHT = 960, 600
# Drawn larger and shrunk, so that edges are smooth.
SCALE = 2
# Few colours keep every file under 60 kB.
COLOURS = 64


class Scene:
    """A canvas measured in pixels of the finished picture."""

    def __init__(self, sky_top, sky_bottom, ground=None, horizon=400):
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), sky_bottom)
        self.pen = ImageDraw.Draw(self.image)
        bands = 12
        for band in range(bands):
            share = band / (bands - 1)
            colour = tuple(round(a + (b - a) * share) for a, b in zip(sky_top, sky_bottom))
            self.box(0, horizon * band / bands, WIDTH, horizon * (band + 1) / bands, colour)
        if ground:
            self.box(0, horizon, WIDTH, HEIGHT, ground)

    def _scaled(self, numbers):
        return [round(number * SCALE) for number in numbers]

    def box(self, left, top, right, bottom, fill, radius=0):
        self.pen.rounded_rectangle(self._scaled((left, top, right, bottom)), radius * SCALE, fill)

    def dot(self, x, y, radius, fill, flat=1.0):
        self.pen.ellipse(self._scaled((x - radius, y - radius * flat, x + radius, y + radius * flat)), fill)

    def shape(self, points, fill):
        self.pen.polygon([tuple(self._scaled(point)) for point in points], fill)

    def line(self, points, fill, width=4):
        self.pen.line([tuple(self._scaled(point)) for point in points], fill, width * SCALE, joint="curve")

    def arch(self, left, top, right, bottom, fill):
        self.pen.pieslice(self._scaled((left, top, right, bottom)), 180, 360, fill)

    def save(self, name):
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)


WHITE, DARK, RED, YELLOW = (252, 250, 244), (44, 52, 66), (178, 58, 48), (242, 190, 66)
GREEN, PINE, BLUE, SNOW = (112, 160, 88), (46, 92, 72), (86, 142, 188), (236, 242, 248)
DAY = ((150, 200, 232), (226, 240, 246))
WINTER = ((168, 190, 214), (232, 236, 242))
DUSK = ((38, 52, 98), (178, 146, 178))


def windows(scene, left, top, columns, rows, step_x, step_y, size=(34, 44), fill=(250, 232, 170)):
    for row in range(rows):
        for column in range(columns):
            x, y = left + column * step_x, top + row * step_y
            scene.box(x - 4, y - 4, x + size[0] + 4, y + size[1] + 4, WHITE)
            scene.box(x, y, x + size[0], y + size[1], fill)
            scene.line([(x + size[0] / 2, y), (x + size[0] / 2, y + size[1])], WHITE, 3)


def house(scene, left, top, right, bottom, wall, roof=(92, 74, 70)):
    scene.box(left, top, right, bottom, wall)
    middle, rise = (left + right) / 2, (right - left) * 0.28
    scene.shape([(left - 14, top), (middle, top - rise), (right + 14, top)], roof)


def pine(scene, x, foot, height, fill=PINE):
    scene.box(x - 6, foot - height * 0.14, x + 6, foot, (96, 72, 56))
    for part in range(3):
        low, wide = foot - height * (0.1 + part * 0.27), height * (0.3 - part * 0.07)
        scene.shape([(x - wide, low), (x, low - height * 0.42), (x + wide, low)], fill)


def tree(scene, x, foot, height, fill=GREEN):
    scene.box(x - 7, foot - height * 0.5, x + 7, foot, (104, 80, 62))
    for dx, dy, share in ((-0.18, 0.62, 0.24), (0.18, 0.64, 0.24), (0, 0.8, 0.28)):
        scene.dot(x + dx * height, foot - dy * height, share * height, fill)


def person(scene, x, foot, height, coat, head=(226, 186, 156)):
    scene.box(x - height * 0.15, foot - height * 0.78, x + height * 0.15, foot - height * 0.3, coat, 8)
    scene.box(x - height * 0.12, foot - height * 0.34, x - height * 0.02, foot, DARK)
    scene.box(x + height * 0.02, foot - height * 0.34, x + height * 0.12, foot, DARK)
    scene.dot(x, foot - height * 0.88, height * 0.12, head)


def snowfall(scene, seed, flakes=90):
    chance = random.Random(seed)
    for _ in range(flakes):
        scene.dot(chance.randrange(WIDTH), chance.randrange(HEIGHT), chance.choice((2, 3, 4)), WHITE)


def torg():
    scene = Scene(*DUSK, SNOW, 430)
    for left, wall in ((30, RED), (220, (214, 170, 96)), (620, (132, 150, 168)), (800, (190, 108, 78))):
        house(scene, left, 250, left + 150, 440, wall)
        windows(scene, left + 24, 280, 2, 2, 66, 74)
    pine(scene, 490, 500, 400)
    chance = random.Random(1)
    for step in range(34):
        y = 150 + step * 9
        wide = 12 + (y - 130) * 0.26
        scene.dot(490 + math.sin(step * 1.3) * wide * chance.uniform(0.5, 1), y, 5, YELLOW)
    scene.dot(490, 112, 14, YELLOW)
    snowfall(scene, 2)
    scene.save("torg.png")


def snoplog():
    scene = Scene(*WINTER, SNOW, 360)
    for left, wall in ((40, RED), (260, (200, 84, 66)), (720, RED)):
        house(scene, left, 230, left + 170, 370, wall)
        windows(scene, left + 30, 262, 2, 1, 72, 60)
    pine(scene, 560, 370, 230)
    scene.shape([(0, 430), (960, 400), (960, 520), (0, 540)], (206, 216, 226))
    scene.box(330, 300, 560, 450, (236, 124, 40), 12)
    scene.box(520, 250, 640, 450, (244, 140, 52), 14)
    scene.box(546, 272, 628, 340, (176, 212, 232), 8)
    for x in (390, 590):
        scene.dot(x, 458, 42, DARK)
        scene.dot(x, 458, 18, (176, 184, 194))
    scene.shape([(652, 350), (730, 330), (780, 490), (664, 490)], (214, 62, 48))
    for x, radius in ((760, 46), (812, 58), (868, 40), (910, 26)):
        scene.dot(x, 500 - radius / 2, radius, WHITE)
    scene.box(560, 226, 596, 250, YELLOW, 8)
    snowfall(scene, 3)
    scene.save("snoplog.png")


def skola():
    scene = Scene(*DAY, GREEN, 430)
    scene.box(180, 230, 780, 450, (242, 206, 112))
    scene.shape([(160, 230), (240, 160), (720, 160), (800, 230)], (150, 76, 62))
    house(scene, 400, 190, 560, 450, (248, 216, 130), (150, 76, 62))
    scene.dot(480, 200, 30, WHITE)
    scene.line([(480, 200), (480, 180)], DARK, 4)
    scene.line([(480, 200), (494, 206)], DARK, 4)
    scene.box(448, 350, 512, 450, (104, 72, 60), 6)
    windows(scene, 212, 260, 3, 2, 62, 88)
    windows(scene, 590, 260, 3, 2, 62, 88)
    tree(scene, 90, 470, 260)
    tree(scene, 880, 480, 240)
    scene.shape([(440, 450), (520, 450), (640, 600), (320, 600)], (222, 208, 184))
    for x, foot, coat, bag in ((390, 540, RED, BLUE), (470, 560, BLUE, YELLOW), (560, 545, PINE, RED)):
        person(scene, x, foot, 96, coat)
        scene.box(x - 20, foot - 70, x + 4, foot - 34, bag, 8)
    scene.save("skola.png")


def buss():
    scene = Scene(*DAY, (168, 186, 150), 400)
    for x in (70, 190, 860):
        tree(scene, x, 410, 220)
    scene.box(0, 440, 960, 560, (112, 118, 128))
    for x in range(20, 960, 120):
        scene.box(x, 520, x + 60, 528, WHITE)
    scene.box(260, 220, 740, 470, (246, 198, 58), 26)
    for x in range(290, 640, 86):
        scene.box(x, 256, x + 72, 340, (176, 212, 232), 8)
    scene.box(656, 256, 722, 450, (150, 192, 216), 8)
    scene.box(260, 372, 650, 386, RED)
    for x in (350, 620):
        scene.dot(x, 470, 44, DARK)
        scene.dot(x, 470, 20, (190, 196, 204))
    scene.box(790, 250, 800, 470, DARK)
    scene.dot(795, 238, 30, BLUE)
    scene.box(820, 300, 950, 310, DARK)
    scene.box(830, 310, 940, 460, (206, 226, 236))
    person(scene, 880, 468, 130, RED)
    scene.save("buss.png")


def badplats():
    scene = Scene(*DAY, (96, 160, 196), 290)
    scene.dot(800, 110, 52, (252, 220, 120))
    for x in range(0, 960, 70):
        pine(scene, x + (x * 7) % 30, 300, 120 + (x * 13) % 60)
    for y in range(330, 470, 34):
        scene.line([(60 + y % 90, y), (260 + y % 70, y)], (140, 194, 220), 5)
        scene.line([(620 + y % 50, y), (840 + y % 90, y)], (140, 194, 220), 5)
    scene.shape([(0, 500), (300, 470), (960, 520), (960, 600), (0, 600)], (238, 220, 176))
    scene.shape([(410, 340), (520, 340), (600, 540), (360, 540)], (160, 120, 86))
    for y in range(350, 540, 24):
        scene.line([(400 - (y - 350) * 0.2, y), (522 + (y - 350) * 0.4, y)], (128, 94, 68), 3)
    for x, y in ((220, 400), (290, 424)):
        scene.dot(x, y, 18, (226, 186, 156))
        scene.dot(x, y + 22, 34, (96, 160, 196), 0.4)
    scene.box(716, 410, 726, 540, (120, 92, 70))
    scene.dot(721, 430, 40, (226, 76, 56))
    scene.dot(721, 430, 20, WHITE)
    scene.save("badplats.png")


def bibliotek():
    scene = Scene((242, 228, 204), (242, 228, 204), (196, 148, 108), 470)
    chance = random.Random(4)
    colours = (RED, BLUE, YELLOW, PINE, (224, 214, 196), (120, 86, 122))
    for shelf in range(3):
        top = 70 + shelf * 130
        scene.box(40, top, 560, top + 120, (156, 54, 46))
        x = 54
        while x < 540:
            wide, high = chance.randrange(14, 28), chance.randrange(70, 102)
            scene.box(x, top + 112 - high, min(x + wide, 548), top + 112, chance.choice(colours))
            x += wide + 3
    scene.box(620, 80, 900, 320, WHITE)
    scene.box(634, 94, 886, 306, (178, 210, 228))
    scene.line([(760, 94), (760, 306)], WHITE, 8)
    scene.dot(692, 280, 34, (72, 66, 70))
    scene.dot(692, 232, 22, (72, 66, 70))
    scene.shape([(672, 222), (676, 196), (690, 214)], (72, 66, 70))
    scene.shape([(712, 222), (708, 196), (694, 214)], (72, 66, 70))
    scene.line([(724, 298), (752, 290), (748, 262)], (72, 66, 70), 9)
    scene.box(650, 380, 860, 520, (74, 116, 112), 30)
    scene.box(630, 420, 690, 540, (88, 132, 126), 20)
    scene.box(820, 420, 880, 540, (88, 132, 126), 20)
    scene.save("bibliotek.png")


def blommor():
    scene = Scene(*DAY, (126, 172, 98), 250)
    for x in (80, 260, 700, 880):
        tree(scene, x, 300, 280, (134, 178, 104))
    chance = random.Random(5)
    for step in range(150):
        x, y = chance.randrange(WIDTH), 290 + step * 2
        size = 3 + (y - 280) / 50
        for turn in range(5):
            angle = turn * math.tau / 5
            scene.dot(x + math.cos(angle) * size, y + math.sin(angle) * size, size * 0.72, WHITE)
        scene.dot(x, y, size * 0.6, YELLOW)
    scene.save("blommor.png")


def brasa():
    scene = Scene((30, 40, 84), (236, 142, 96), (52, 70, 104), 350)
    scene.shape([(0, 430), (960, 400), (960, 600), (0, 600)], (38, 40, 50))
    for wide, high, colour in ((130, 300, (226, 84, 36)), (92, 230, (246, 150, 48)), (52, 150, (254, 220, 120))):
        scene.shape(
            [(480 - wide, 480), (480 - wide * 0.7, 480 - high * 0.5), (480 - wide * 0.3, 480 - high * 0.4),
             (480, 480 - high), (480 + wide * 0.35, 480 - high * 0.45), (480 + wide * 0.75, 480 - high * 0.6),
             (480 + wide, 480)], colour)
    for left, right in ((360, 600), (390, 570)):
        scene.line([(left, 500), (right, 470)], (84, 54, 40), 16)
        scene.line([(left, 470), (right, 500)], (84, 54, 40), 16)
    for x, height in ((120, 120), (190, 100), (250, 126), (700, 118), (770, 84), (840, 128), (900, 110)):
        person(scene, x, 540, height, (24, 24, 32), (24, 24, 32))
    chance = random.Random(6)
    for _ in range(26):
        scene.dot(480 + chance.gauss(0, 90), chance.randrange(60, 260), 3, YELLOW)
    scene.save("brasa.png")


def flagga():
    scene = Scene(*DAY, GREEN, 460)
    scene.box(420, 270, 940, 480, (242, 206, 112))
    scene.shape([(400, 270), (470, 210), (890, 210), (960, 270)], (150, 76, 62))
    windows(scene, 470, 320, 6, 1, 76, 80, (38, 70))
    scene.box(200, 60, 210, 520, WHITE)
    scene.dot(205, 56, 10, YELLOW)
    scene.shape([(210, 80), (440, 96), (440, 236), (210, 220)], (28, 96, 160))
    scene.shape([(278, 84), (310, 87), (310, 227), (278, 224)], YELLOW)
    scene.shape([(210, 136), (440, 152), (440, 182), (210, 166)], YELLOW)
    tree(scene, 70, 500, 230)
    scene.save("flagga.png")


def hamn():
    scene = Scene((190, 208, 222), (238, 230, 216), (116, 152, 174), 380)
    colours = (RED, (238, 214, 150), WHITE, (206, 128, 90), (240, 232, 214), (150, 70, 60))
    for number, wall in enumerate(colours):
        left = 60 + number * 142
        house(scene, left, 270 - number % 3 * 26, left + 118, 390, wall)
        windows(scene, left + 18, 290, 2, 1, 52, 60, (28, 40), (150, 182, 204))
    scene.box(0, 384, 960, 404, (128, 104, 84))
    scene.shape([(560, 404), (640, 404), (700, 600), (500, 600)], (158, 126, 96))
    for x, hull in ((180, RED), (360, (60, 92, 128)), (820, PINE)):
        scene.shape([(x - 70, 470), (x + 70, 470), (x + 44, 510), (x - 48, 510)], hull)
        scene.line([(x, 470), (x, 350)], DARK, 5)
        scene.shape([(x + 6, 360), (x + 60, 456), (x + 6, 456)], WHITE)
    for y in (540, 566):
        scene.line([(80, y), (300, y)], (146, 178, 196), 5)
        scene.line([(740, y), (900, y)], (146, 178, 196), 5)
    scene.save("hamn.png")


def hund():
    scene = Scene(*DAY, GREEN, 400)
    tree(scene, 130, 430, 300)
    pine(scene, 850, 420, 260)
    coat, ear = (172, 118, 70), (120, 78, 48)
    scene.box(340, 330, 590, 450, coat, 56)
    for x in (360, 404, 530, 566):
        scene.box(x - 15, 410, x + 15, 520, coat, 12)
    scene.line([(350, 360), (290, 290), (300, 250)], coat, 22)
    scene.dot(620, 310, 66, coat)
    scene.box(640, 306, 722, 352, coat, 22)
    scene.dot(716, 318, 13, DARK)
    scene.dot(636, 296, 9, DARK)
    scene.dot(584, 322, 26, ear, 2.0)
    scene.box(574, 366, 656, 384, RED, 8)
    scene.dot(618, 394, 12, YELLOW)
    scene.shape([(676, 352), (700, 352), (694, 384), (682, 384)], (226, 110, 116))
    scene.save("hund.png")


def skolmat():
    scene = Scene((244, 236, 220), (244, 236, 220))
    scene.box(120, 90, 840, 540, (196, 84, 66), 40)
    scene.box(146, 116, 814, 514, (216, 106, 84), 30)
    scene.dot(430, 330, 172, WHITE)
    scene.dot(430, 330, 138, (240, 238, 230))
    for dy in (0, -14, -28):
        scene.dot(420, 330 + dy, 100, (226, 168, 92), 0.8)
        scene.dot(420, 324 + dy, 94, (240, 194, 118), 0.78)
    scene.dot(424, 292, 40, (150, 30, 52), 0.7)
    for x in (526, 546, 566):
        scene.shape([(x - 8, 410 - (x - 526)), (x + 12, 420 - (x - 526)), (x + 30, 300)], (238, 138, 50))
    scene.dot(700, 220, 62, (206, 224, 236))
    scene.dot(700, 220, 50, WHITE)
    scene.line([(660, 330), (660, 480)], (176, 184, 194), 10)
    scene.line([(720, 330), (720, 480)], (176, 184, 194), 10)
    scene.dot(720, 330, 20, (176, 184, 194), 1.4)
    scene.save("skolmat.png")


def isbana():
    scene = Scene(*WINTER, (206, 226, 238), 320)
    for x in range(10, 960, 64):
        pine(scene, x, 330, 110 + (x * 17) % 70)
    scene.dot(480, 470, 440, (184, 210, 228), 0.26)
    scene.dot(480, 470, 280, (222, 236, 244), 0.2)
    for x, foot, coat in ((200, 460, RED), (330, 400, BLUE), (640, 398, YELLOW), (760, 470, PINE), (500, 560, RED)):
        person(scene, x, foot, 92, coat)
        scene.line([(x - 20, foot + 3), (x + 20, foot + 3)], DARK, 4)
    scene.line([(860, 420), (890, 350), (920, 420)], DARK, 6)
    scene.shape([(872, 404), (890, 366), (908, 404)], (240, 130, 50))
    snowfall(scene, 7, 50)
    scene.save("isbana.png")


def kommunhus():
    scene = Scene(*DUSK, (74, 80, 98), 450)
    scene.box(180, 210, 780, 470, (164, 84, 66))
    scene.box(170, 190, 790, 216, (96, 60, 56))
    windows(scene, 216, 246, 8, 2, 70, 96, (40, 56), (252, 220, 132))
    scene.box(430, 350, 530, 470, (252, 226, 150))
    scene.line([(480, 350), (480, 470)], (96, 60, 56), 6)
    scene.shape([(400, 350), (560, 350), (540, 326), (420, 326)], (96, 60, 56))
    for x, colour in ((110, (28, 96, 160)), (850, RED)):
        scene.box(x - 4, 130, x + 4, 480, WHITE)
        scene.shape([(x + 4, 140), (x + 84, 150), (x + 84, 200), (x + 4, 190)], colour)
    scene.shape([(430, 470), (530, 470), (640, 600), (320, 600)], (196, 176, 142))
    person(scene, 500, 540, 112, PINE)
    scene.save("kommunhus.png")


def sporthall():
    scene = Scene(*DAY, (150, 182, 122), 440)
    scene.arch(120, 150, 840, 650, (62, 92, 124))
    scene.arch(150, 186, 810, 640, (214, 222, 228))
    scene.box(0, 440, 960, 600, (150, 182, 122))
    scene.box(150, 360, 810, 450, (184, 120, 80))
    scene.box(390, 300, 570, 450, (170, 208, 226))
    for x in (435, 480, 525):
        scene.line([(x, 300), (x, 450)], WHITE, 5)
    scene.shape([(390, 450), (570, 450), (680, 600), (280, 600)], (220, 210, 190))
    for x in (140, 220, 740, 820):
        for dx in (0, 54):
            scene.dot(x + dx, 520, 24, DARK)
            scene.dot(x + dx, 520, 18, (150, 182, 122))
        scene.line([(x, 520), (x + 22, 484), (x + 54, 520), (x + 30, 520), (x + 22, 484)], RED, 5)
        scene.line([(x + 54, 520), (x + 46, 470), (x + 58, 466)], RED, 5)
    scene.save("sporthall.png")


def atervinning():
    scene = Scene(*DAY, (170, 172, 170), 400)
    for x in range(30, 960, 80):
        pine(scene, x, 404, 130 + (x * 11) % 50)
    for number, colour in enumerate((PINE, BLUE, YELLOW, RED)):
        left = 60 + number * 180
        scene.shape([(left, 340), (left + 150, 340), (left + 134, 460), (left + 16, 460)], colour)
        scene.box(left - 6, 326, left + 156, 346, DARK, 6)
        scene.box(left + 46, 376, left + 104, 420, WHITE, 6)
    person(scene, 850, 540, 200, (240, 140, 44))
    scene.box(822, 444, 878, 454, WHITE)
    scene.shape([(480, 500), (640, 500), (640, 560), (480, 560)], (176, 130, 90))
    scene.box(470, 470, 650, 510, (196, 150, 104), 14)
    scene.save("atervinning.png")


def lagenhet():
    scene = Scene((238, 230, 216), (238, 230, 216), (204, 164, 122), 470)
    scene.box(330, 80, 690, 380, WHITE)
    scene.box(346, 96, 674, 364, (176, 212, 232))
    tree(scene, 590, 364, 190)
    scene.line([(510, 96), (510, 364)], WHITE, 10)
    scene.box(310, 376, 710, 394, (226, 214, 196))
    scene.box(90, 130, 250, 270, DARK)
    scene.box(102, 142, 238, 258, (232, 196, 150))
    scene.dot(170, 200, 34, RED)
    scene.shape([(790, 450), (860, 450), (848, 520), (802, 520)], (190, 104, 74))
    for dx, dy in ((-54, -120), (-20, -160), (24, -164), (58, -116), (0, -100)):
        scene.line([(825, 450), (825 + dx, 450 + dy)], PINE, 6)
        scene.dot(825 + dx, 450 + dy, 24, GREEN, 1.4)
    scene.box(80, 420, 300, 520, (96, 128, 150), 20)
    scene.box(66, 380, 110, 520, (82, 112, 134), 16)
    scene.save("lagenhet.png")


def lekplats():
    scene = Scene(*WINTER, SNOW, 400)
    for x in (60, 880):
        pine(scene, x, 420, 300)
    for x in (300, 660):
        scene.line([(x - 50, 500), (x, 190), (x + 50, 500)], RED, 12)
    scene.line([(300, 194), (660, 194)], RED, 14)
    for x in (390, 560):
        scene.line([(x - 26, 198), (x - 26, 420)], DARK, 4)
        scene.line([(x + 26, 198), (x + 26, 420)], DARK, 4)
        scene.box(x - 40, 414, x + 40, 430, (236, 190, 70), 6)
        scene.box(x - 38, 406, x + 38, 416, WHITE, 5)
    scene.dot(800, 500, 44, WHITE)
    scene.dot(800, 440, 30, WHITE)
    scene.shape([(800, 438), (840, 446), (800, 450)], (240, 130, 50))
    scene.dot(790, 432, 4, DARK)
    snowfall(scene, 8)
    scene.save("lekplats.png")


def host():
    scene = Scene((204, 216, 224), (240, 226, 204), (176, 158, 110), 360)
    scene.shape([(440, 360), (520, 360), (760, 600), (200, 600)], (208, 188, 156))
    colours = ((214, 92, 46), (232, 160, 54), (188, 62, 44), (240, 186, 76))
    for number, (near, height) in enumerate(((0, 150), (1, 210), (2, 290), (3, 390))):
        shift = 60 + near * 96
        tree(scene, 480 - shift, 370 + near * 48, height, colours[number])
        tree(scene, 480 + shift, 370 + near * 48, height, colours[3 - number])
    scene.box(640, 500, 780, 514, (120, 84, 60))
    scene.box(640, 462, 780, 476, (120, 84, 60))
    for x in (654, 766):
        scene.box(x - 5, 462, x + 5, 550, DARK)
    chance = random.Random(9)
    for _ in range(80):
        scene.dot(chance.randrange(WIDTH), chance.randrange(400, 600), 6, chance.choice(colours), 0.5)
    scene.save("host.png")


def pulka():
    scene = Scene(*WINTER)
    scene.shape([(0, 520), (960, 180), (960, 600), (0, 600)], SNOW)
    for x in (700, 800, 900):
        pine(scene, x, 560 - x * 0.354, 180)
    for x, coat, sledge in ((150, RED, BLUE), (330, BLUE, YELLOW), (510, PINE, RED), (660, YELLOW, PINE)):
        foot = 560 - x * 0.354
        person(scene, x, foot, 108, coat, coat)
        scene.line([(x - 10, foot - 50), (x - 60, foot + 10)], DARK, 3)
        scene.box(x - 110, foot + 6, x - 54, foot + 22, sledge, 8)
    snowfall(scene, 10, 70)
    scene.save("pulka.png")


def an():
    scene = Scene((190, 208, 226), (252, 232, 190), SNOW, 300)
    scene.dot(480, 270, 60, (255, 244, 206))
    scene.box(0, 300, 960, 600, SNOW)
    scene.shape([(450, 300), (510, 300), (610, 420), (560, 600), (260, 600), (400, 420)], (70, 106, 134))
    for points in (((430, 470), (470, 462), (480, 486), (440, 494)), ((500, 540), (550, 530), (546, 562), (506, 566))):
        scene.shape(points, (224, 236, 244))
    for x in (90, 190, 300, 690, 800, 890):
        scene.box(x - 8, 90, x + 8, 440, (238, 236, 230))
        for y in range(110, 430, 46):
            scene.line([(x - 8, y), (x + 2, y + 4)], DARK, 4)
        for dx in (-60, -36, 40, 64):
            scene.line([(x, 190), (x + dx, 120)], (120, 104, 100), 3)
    scene.save("an.png")


def bad():
    scene = Scene((44, 52, 78), (76, 82, 108), (48, 104, 132), 330)
    for x in range(90, 960, 150):
        scene.box(x, 90, x + 90, 230, (28, 36, 66), 8)
        scene.dot(x + 62, 130, 7, WHITE)
    scene.box(0, 320, 960, 344, (176, 168, 156))
    for x in range(60, 960, 80):
        scene.box(x - 9, 288, x + 9, 322, WHITE, 3)
        scene.dot(x, 276, 7, YELLOW, 1.6)
        scene.line([(x - 6, 372 + x % 50), (x + 6, 440 + x % 50)], (196, 164, 92), 6)
    for y in (410, 470, 530):
        scene.line([(0, y), (960, y)], (84, 140, 164), 3)
    for x, y in ((260, 450), (560, 500), (720, 420)):
        scene.dot(x, y, 22, (226, 186, 156))
        scene.dot(x, y + 24, 40, (48, 104, 132), 0.4)
    scene.save("bad.png")


def idrottsdag():
    scene = Scene(*DAY, (126, 176, 96), 300)
    for x in range(20, 960, 90):
        tree(scene, x, 310, 110 + (x * 7) % 50)
    scene.shape([(120, 360), (840, 360), (960, 600), (0, 600)], (206, 116, 80))
    for share in (0.25, 0.5, 0.75):
        scene.line([(120 + 720 * share, 360), (960 * share, 600)], WHITE, 4)
    for x, foot, coat in ((300, 440, RED), (430, 400, BLUE), (540, 460, YELLOW), (660, 420, WHITE), (220, 520, PINE)):
        person(scene, x, foot, 78, coat)
    for x, y in ((90, 470), (170, 380), (800, 390), (880, 500)):
        scene.shape([(x - 16, y), (x, y - 44), (x + 16, y)], (240, 130, 50))
    scene.save("idrottsdag.png")


def main():
    FOLDER.mkdir(exist_ok=True)
    for draw in (torg, snoplog, skola, buss, badplats, bibliotek, blommor, brasa, flagga, hamn, hund, skolmat,
                 isbana, kommunhus, sporthall, atervinning, lagenhet, lekplats, host, pulka, an, bad, idrottsdag):
        draw()


if __name__ == "__main__":
    main()
