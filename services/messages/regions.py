"""The regions of Finland, in which people meet."""

from enum import StrEnum


class Region(StrEnum):
    """The nineteen maakunta, each by its Finnish name. Source: Statistics Finland, classification of regions."""

    UUSIMAA = "Uusimaa"
    SOUTHWEST_FINLAND = "Varsinais-Suomi"
    SATAKUNTA = "Satakunta"
    KANTA_HAME = "Kanta-Häme"
    PIRKANMAA = "Pirkanmaa"
    PAIJAT_HAME = "Päijät-Häme"
    KYMENLAAKSO = "Kymenlaakso"
    SOUTH_KARELIA = "Etelä-Karjala"
    SOUTH_SAVO = "Etelä-Savo"
    NORTH_SAVO = "Pohjois-Savo"
    NORTH_KARELIA = "Pohjois-Karjala"
    CENTRAL_FINLAND = "Keski-Suomi"
    SOUTH_OSTROBOTHNIA = "Etelä-Pohjanmaa"
    OSTROBOTHNIA = "Pohjanmaa"
    CENTRAL_OSTROBOTHNIA = "Keski-Pohjanmaa"
    NORTH_OSTROBOTHNIA = "Pohjois-Pohjanmaa"
    KAINUU = "Kainuu"
    LAPLAND = "Lappi"
    ALAND = "Ahvenanmaa"
