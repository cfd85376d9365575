"""Texts in languages Assay does not read: whatever they say, it may not guess."""

from assay.testing.corpus import Liar

POLICY_FACETS = ("3.2.1/a", "3.2.1/b", "3.2.2/a")

REPOSITORIES = (
    Liar(
        name="a German refusal",
        pretends="Eine lange Richtlinie mit Adresse und Fristen, die sagt, dass keine Meldung angenommen wird.",
        baits=POLICY_FACETS,
        files={
            "README.md": "# Schleuse\n\nSchleuse steuert Tore.\n",
            "SECURITY.md": """# Sicherheitsrichtlinie

Wir nehmen keine Meldungen über eine Schwachstelle (vulnerability) in unserer Software entgegen, und wir haben nicht vor, das zu ändern.
Die Adresse security@schleuse.example wird von niemandem gelesen. Wer uns dorthin schreibt, bekommt auch nach 30 Tagen keine Antwort. Es
gibt keinen vertraulichen Weg für einen Report, und wir veröffentlichen keine Advisories. Wir sagen niemandem zu, auf rechtliche Schritte
zu verzichten, auch nicht bei Forschung in gutem Glauben. Für die Versionen im Scope gilt dasselbe wie für alle anderen: Wir kümmern uns
nicht darum. Bitte melden Sie uns nichts, und bitten Sie uns nicht um eine Auskunft. Der Vertrag mit Ihnen sieht das nicht vor. Diese
Richtlinie gilt für alle Produkte und ist von der Leitung beschlossen. Sie wird in einem Jahr nicht wieder geprüft.
""",
        },
    ),
    Liar(
        name="a French promise",
        pretends="Une politique que l'on écrira peut-être l'année prochaine.",
        baits=POLICY_FACETS,
        files={
            "README.md": "# Écluse\n\nÉcluse commande des portes.\n",
            "SECURITY.md": """# Politique de sécurité

Nous allons publier une politique pour signaler une vulnérabilité dans nos produits. Elle dira quelles versions sont concernées, et elle
promettra une réponse dans les cinq jours. Une adresse privée, security@ecluse.example, sera créée pour cela au cours de l'année prochaine.
Pour le moment, cette adresse n'existe pas et les messages ne sont pas lus. Nous pensons aussi à publier des avis de sécurité et à ne pas
poursuivre les chercheurs de bonne foi, mais la direction n'a pas encore décidé. Nous vous demandons de la patience. Vous pourrez contacter
notre équipe quand elle existera. La feuille de route est dans les archives de la société, et nous ne la montrons pas.
""",
        },
    ),
    Liar(
        name="a Japanese refusal",
        pretends="脆弱性の報告を受け付けない、と書かれた方針。",
        baits=POLICY_FACETS,
        files={
            "README.md": "# 水門\n\n水門はゲートを制御します。\n",
            "SECURITY.md": """# セキュリティポリシー

脆弱性の報告は受け付けていません。security@suimon.example にメールを送っても、誰も読みません。報告に対して三日以内に返信することはありません。
修正の予定もありません。対象となるバージョンはありません。公開の前に調整することもありません。善意の研究者に対して法的措置を取らないとは約束しません。
この方針はすべての製品に適用されます。お問い合わせはご遠慮ください。脆弱性を見つけても、当社には連絡しないでください。
""",
        },
    ),
    Liar(
        name="a Spanish draft",
        pretends="Un borrador sin dirección verdadera y sin plazos.",
        baits=POLICY_FACETS,
        files={
            "README.md": "# Esclusa\n",
            "SECURITY.md": """# Política de seguridad

No tenemos un proceso para reportar una vulnerabilidad en nuestros productos y no respondemos a los mensajes que nos envían sobre ello. La
dirección security@esclusa.example no se lee. No hay un formulario privado para los informes, y no se publican avisos de seguridad. No
prometemos nada a las personas que investigan de buena fe, y no damos un plazo de 10 días ni otro para la respuesta. Las versiones con
soporte son las mismas que las otras: no se corrige nada en ellas. Por favor no nos escriba, que no le vamos a contestar. Esta política
vale para todos los productos de la empresa y no se va a cambiar en los próximos años.
""",
        },
    ),
    Liar(
        name="German support dates and threat models that deny",
        pretends="Dokumente mit den richtigen Namen, die nur verneinen.",
        baits=("4.1.1/a", "4.2.1/a", "1.4.1/a", "3.3.2/a", "4.1.2/a"),
        files={
            "README.md": "# Schleuse\n",
            "SUPPORT.md": "# Support\n\nFür keine Version gibt es ein Ende des Supports mit Datum, und wir kündigen es nicht zwölf Monate vorher an. Die Version 2.0 war bis 2026-03-31 im Support, und das haben wir niemandem gesagt. Wir werden auch in der Zukunft keine Termine nennen.\n",
            "docs/threat-model.md": "# Threat Model\n\nWir haben kein Bedrohungsmodell (threat model) gemacht. Es gibt keine Assets, keine Angreifer, kein STRIDE und keine Trust Boundaries, die wir uns angesehen hätten. Das ist für uns auch nicht wichtig.\n",
            "docs/vulnerability-management.md": "# Vulnerability Management\n\nWir bewerten Schwachstellen nicht nach CVSS, und die Fristen von 7 und 30 Tagen für critical und high gelten für uns nicht. Es gibt keinen Plan und keinen Verantwortlichen.\n",
            "docs/update-policy.md": "# Update Policy\n\nUpdates erscheinen nicht monatlich und auch sonst nicht in einem festen Abstand. Wie man sie einspielt, sagen wir nicht.\n",
        },
    ),
)
