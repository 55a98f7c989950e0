package aether.observatory.outbound;

import java.util.List;

/**
 * The shapes of secrets whose issuers give them a mark of their own. The marks are the issuers';
 * docs/adr/0007 says why they stand here.
 */
final class Shapes {
  private static final String MIXED = "(?=[\\w-]{0,200}\\d)(?=[\\w-]{0,200}[A-Z])";

  static final List<Shape> ALL =
      List.of(
          Shape.anywhere(
              "private key", "PRIVATE KEY", "-----\\s?BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?"),
          Shape.token("private key", "PuTTY-User-Key-File", "PuTTY-User-Key-File-\\d"),
          Shape.token("private key", "AGE-SECRET-KEY-", "AGE-SECRET-KEY-1[0-9A-Z]{20,}"),
          aws("AKIA"),
          aws("ASIA"),
          aws("ABIA"),
          aws("ACCA"),
          aws("AGPA"),
          aws("AIDA"),
          aws("AROA"),
          aws("ANPA"),
          Shape.token("GitHub token", "gh", "gh[pousr]_[A-Za-z0-9]{30,}"),
          Shape.token("GitHub token", "github_pat_", "github_pat_\\w{22,}"),
          Shape.token(
              "GitLab token", "gl", "gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt)-[\\w-]{20,}"),
          Shape.token("Slack token", "xox", "xox[abcdeprs]-[A-Za-z0-9-]{10,}"),
          Shape.token("Slack token", "xapp-", "xapp-\\d-[A-Za-z0-9-]{10,}"),
          Shape.anywhere(
              "Slack webhook",
              "hooks.slack.com",
              "hooks\\.slack\\.com/(?:services|workflows)/[\\w/]{20,}"),
          Shape.anywhere("Discord webhook", "/api/webhooks/", "/api/webhooks/\\d{10,}/[\\w-]{40,}"),
          Shape.token("Discord token", ".", "[MNO][\\w-]{23,27}\\.[\\w-]{6}\\.[\\w-]{27,}"),
          Shape.token("Telegram token", ":AA", "\\d{8,10}:AA[\\w-]{33}"),
          Shape.token("Anthropic key", "sk-ant-", "sk-ant-[\\w-]{20,}"),
          Shape.token(
              "OpenAI key", "sk-", MIXED + "sk-(?:proj-|svcacct-|admin-|or-v1-)?[\\w-]{20,}"),
          Shape.token("Groq key", "gsk_", "gsk_[A-Za-z0-9]{40,}"),
          Shape.token("xAI key", "xai-", "xai-[A-Za-z0-9]{40,}"),
          Shape.token("Perplexity key", "pplx-", "pplx-[A-Za-z0-9]{32,}"),
          Shape.token("Replicate token", "r8_", "r8_[A-Za-z0-9]{30,}"),
          Shape.token("Hugging Face token", "hf_", "hf_[A-Za-z0-9]{30,}"),
          Shape.token("Google API key", "AIza", "AIza[\\w-]{35}"),
          Shape.token("Google client secret", "GOCSPX-", "GOCSPX-[\\w-]{20,}"),
          Shape.token("Google access token", "ya29.", "ya29\\.[\\w-]{20,}"),
          Shape.token("Stripe key", "k_", "[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
          Shape.token("webhook secret", "whsec_", "whsec_[A-Za-z0-9+/=]{24,}"),
          Shape.token("JSON Web Token", "eyJ", "eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{10,}"),
          Shape.token("npm token", "npm_", "npm_[A-Za-z0-9]{36}"),
          Shape.token("PyPI token", "pypi-", "pypi-[\\w-]{50,}"),
          Shape.token("RubyGems key", "rubygems_", "rubygems_[0-9a-f]{40,}"),
          Shape.token("Docker token", "dckr_", "dckr_[po]at_[\\w-]{20,}"),
          Shape.anywhere(
              "Azure storage key",
              "Key=",
              "(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{40,}={0,2})"),
          Shape.token("Azure client secret", "8Q~", "[\\w.~]{3}8Q~[\\w.~-]{30,}"),
          Shape.anywhere("Azure signature", "sig=", "[?&]sig=[A-Za-z0-9%+/]{40,}"),
          Shape.token("SendGrid key", "SG.", "SG\\.[\\w-]{20,}\\.[\\w-]{40,}"),
          Shape.token("Twilio key", "SK", "SK[0-9a-f]{32}\\b"),
          Shape.token("Mailgun key", "key-", "key-[0-9a-f]{32}\\b"),
          Shape.token("DigitalOcean token", "_v1_", "do[opr]_v1_[0-9a-f]{60,}"),
          Shape.token("Shopify token", "shp", "shp(?:at|ca|pa|ss)_[0-9a-f]{32}"),
          Shape.token("Square token", "sq0", "sq0(?:atp|csp|idp)-[\\w-]{20,}"),
          Shape.token("Databricks token", "dapi", "dapi[0-9a-f]{32}"),
          Shape.token("Vault token", "hv", "hv[sbr]\\.[\\w-]{24,}"),
          Shape.token("Terraform token", ".atlasv1.", "[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{40,}"),
          Shape.token("Doppler token", "dp.", "dp\\.(?:pt|st|ct|sa|scim|audit)\\.[\\w.-]{30,}"),
          Shape.token("Linear key", "lin_", "lin_(?:api|oauth)_[A-Za-z0-9]{32,}"),
          Shape.token("Notion token", "secret_", "secret_[A-Za-z0-9]{40,}"),
          Shape.token("Notion token", "ntn_", "ntn_[A-Za-z0-9]{40,}"),
          Shape.token("Postman key", "PMAK-", "PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
          Shape.token("New Relic key", "NR", "NR(?:AK|JS|II)-[A-Za-z0-9]{27,}"),
          Shape.token("Grafana token", "gl", "gl(?:sa|c)_[A-Za-z0-9_+/=]{32,}"),
          Shape.token("Sentry token", "sntry", "sntry[su]_[\\w+/=]{40,}"),
          Shape.token("Supabase token", "sbp_", "sbp_[0-9a-f]{40}"),
          Shape.token("Atlassian token", "ATATT3", "ATATT3[\\w=-]{40,}"),
          Shape.token("PlanetScale token", "pscale_", "pscale_(?:pw|tkn|oauth)_[\\w.-]{30,}"),
          Shape.token("Figma token", "figd_", "figd_[\\w-]{30,}"),
          Shape.token("Airtable token", "pat", "pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}"),
          Shape.token("Heroku key", "HRKU-", "HRKU-[\\w-]{36,}"),
          Shape.token("password hash", "$2", "\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}"),
          Shape.token("password hash", "$", "\\$(?:5|6|y|argon2id?)\\$[^\\s:]{20,}"),
          Shape.anywhere(
              "URL with a password",
              "://",
              "\\b[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\\s:/@\"']{0,64}:([^\\s@/\"']{3,200})@[\\w\\[]"),
          Shape.token(
              "netrc password",
              "machine",
              "machine\\s+\\S+\\s+login\\s+\\S+\\s+password\\s+(\\S+)"),
          Shape.anywhere(
              "authorization header",
              "uthorization",
              "uthorization[\"']?\\s*[:=]\\s*[\"']?(?:Basic|Bearer|Token)\\s+([\\w.~+/=-]{16,})"));

  private Shapes() {}

  private static Shape aws(String prefix) {
    return Shape.token("AWS access key", prefix, prefix + "[A-Z0-9]{16}\\b");
  }
}
