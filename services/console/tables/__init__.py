"""What the console keeps: a projection that can be built anew from the streams, and who looks after which process."""

from services.console.tables.beside_cards import *
from services.console.tables.cards import *
from services.console.tables.every_table import *
from services.console.tables.own import *
