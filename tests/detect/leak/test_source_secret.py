"""Secrets in code and configuration; all made up."""

import pytest
from tests.detect.leak.seen import seen

RANDOM = "8f3aKq92LmZ71xTbVw04"
SPEAKS = [
    ("DB_PASSWORD=Zk9!mm2Q", "Zk9!mm2Q"),  # .env
    ("export SECRET_KEY='d9f8a7s6df87a6sd8f76as8d7f6'", "d9f8a7s6df87a6sd8f76as8d7f6"),  # shell
    ('password = "Zomer2026!"', "Zomer2026!"),  # Python
    (f'String apiKey = "{RANDOM}";', RANDOM),  # Java
    (f'const clientSecret = "{RANDOM}"', RANDOM),  # JavaScript
    (f'{{"client_secret": "{RANDOM}"}}', RANDOM),  # JSON
    (f"api_key: {RANDOM}", RANDOM),  # YAML
    ("spring.datasource.password=Zk9mm2Q", "Zk9mm2Q"),  # properties
    ("<password>Zk9mm2Q!</password>", "Zk9mm2Q!"),  # XML
    ('<add key="Password" value="Zk9mm2Q!" />', "Zk9mm2Q!"),  # .NET
    ('variable "db_password" { default = "Zk9mm2Q!" }', "Zk9mm2Q!"),  # Terraform
    ("ENV MYSQL_ROOT_PASSWORD hunter2", "hunter2"),  # Dockerfile
    ("docker run -e POSTGRES_PASSWORD=Zk9mm2Q db", "Zk9mm2Q"),
    ("//registry.npmjs.org/:_authToken=0f8e7d6c-5b4a-3928-1706-f5e4d3c2b1a0", "0f8e7d6c-5b4a-3928-1706-f5e4d3c2b1a0"),  # .npmrc
    ("mysql -u root -pSecr3t99 orders", "Secr3t99"),
    ("curl -u admin:Zomer2026 https://x.example", "Zomer2026"),
    ("machine git.firm.example login jan password Kx81hdPq", "Kx81hdPq"),  # .netrc
    ("CREATE USER app IDENTIFIED BY 'Zk9mm2Q'", "Zk9mm2Q"),
    ("define('DB_PASSWORD', 'Zk9-mm2Q');", "Zk9-mm2Q"),  # PHP
    ("putenv('SMTP_PASS', \"Zk9mm2Q!\")", "Zk9mm2Q!"),
    ('os.environ.get("DB_PASSWORD", "Zk9mm2Q!")', "Zk9mm2Q!"),  # a default
    (f"props.put('api_key', '{RANDOM}')", RANDOM),
    ('ConvertTo-SecureString "Zk9mm2Q!" -AsPlainText', "Zk9mm2Q!"),
    ("kind: Secret\ndata:\n  password: Wms5bW0yUSE=", "Wms5bW0yUSE="),  # Kubernetes
    ("S3_SECRET: 'wJ8rXUtnFEMI/K7MDENG/bPxRfiCYzk9mm2Qx81hd'", "wJ8rXUtnFEMI/K7MDENG/bPxRfiCYzk9mm2Qx81hd"),
]


@pytest.mark.parametrize(("text", "value"), SPEAKS, ids=range(len(SPEAKS)))
def test_it_finds_the_value_alone(text: str, value: str) -> None:
    assert [stretch for _, stretch in seen("source_secret", text)] == [value]
    assert [stretch for _, stretch in seen("source_secret", f"Waarom werkt dit niet?\n```\n{text}\n```\n")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        'password = os.environ["DB_PASSWORD"]',
        "const token = process.env.TOKEN",
        "password: ${{ secrets.DB_PASSWORD }}",
        "password: changeme",
        'password="password"',
        'api_key = "your-api-key"',
        "API_KEY=xxxxxxxxxxxxxxxxxxxxxxxx",
        "token: <token>",
        "max_tokens: 4096",
        "token_count = 1234567890123456789",
        'publicKey = "AAAAB3NzaC1yc2EAAAADAQABAAABgQ"',
        '"password": "verplicht veld"',
        'password_field = "wachtwoord"',
        'primary_key = "klantnummer_12345678"',
        'cache_key = "user:123:profile:2024:v2"',
        "tokenizer = AutoTokenizer.from_pretrained('bert-base-uncased-2024')",
        "if (password === input.value) {",
        '<input type="password" name="pass">',
        "access token expires in 3600 seconds",
        "The token: is it valid",
        "auth: basic",
        "SELECT password FROM users WHERE id = 1",
        "define('DB_PASSWORD', getenv('DB_PASSWORD'));",
        "define('DB_PASSWORD', 'changeme');",
        'os.environ.get("DB_PASSWORD", "")',
        "t('password', 'Wachtwoord2')",
        "pluck('password', 'email2')",
        "define('PASSWORD_MIN_LENGTH', '12')",
    ],
)
def test_it_leaves_alone_code_without_a_secret(text: str) -> None:
    assert seen("source_secret", text) == []
