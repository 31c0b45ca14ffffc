"""What the people of a commission write into its contract, in the contract's language."""

from services.messages.contracts import Clause

CLAUSES: dict[str, dict[Clause, str]] = {
    "fi": {
        Clause.AGREEING_MEETINGS: "Tapaamiset sovitaan vuodeksi kerrallaan, siirroista sovitaan työnohjaajan kanssa.",
        Clause.PLACE: "Tilaajan kokoushuone tai etäyhteys.",
        Clause.GOALS: "Tavoitteet ovat ohjattavien omia; tilaaja on kertonut odotuksensa.",
        Clause.EVALUATION: "Väliarviointi puolivälissä ja loppuarviointi toiseksi viimeisellä tapaamisella.",
        Clause.METHODS: "Keskustelu, työtilanteiden tutkiminen ja toiminnalliset menetelmät.",
        Clause.UNUSED_TIME: "Käyttämättä jäänyttä aikaa ei makseta.",
        Clause.INTERRUPTION: "Ennen irtisanomista siitä puhutaan yhdessä.",
        Clause.DISSATISFACTION: "Tyytymättömyydestä puhutaan ensin yhdessä, sitten palveluntuottajan kanssa.",
    },
    "sv": {
        Clause.AGREEING_MEETINGS: "Träffarna avtalas för ett år i taget; flyttningar avtalas med arbetshandledaren.",
        Clause.PLACE: "Beställarens sammanträdesrum eller på distans.",
        Clause.GOALS: "Målen är de handleddas egna; beställaren har berättat om sina förväntningar.",
        Clause.EVALUATION: "Mellanutvärdering halvvägs och slututvärdering vid den näst sista träffen.",
        Clause.METHODS: "Samtal och undersökning av arbetssituationer.",
        Clause.UNUSED_TIME: "Oanvänd tid betalas inte.",
        Clause.INTERRUPTION: "Innan någon säger upp avtalet talar parterna om det tillsammans.",
        Clause.DISSATISFACTION: "Missnöje tas först upp tillsammans, sedan med serviceproducenten.",
    },
}
