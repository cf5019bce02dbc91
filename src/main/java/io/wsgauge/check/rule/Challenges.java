package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.AUTH_REQUIRED;

import io.wsgauge.check.measurement.Attempt;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What only a person in a browser gets past, on a page, and no handshake of a WebSocket. */
final class Challenges {
  /** Parts of paths at which one logs in, as applications and identity providers name them. */
  private static final Set<String> LOGIN =
      Set.of(
          "login",
          "signin",
          "sign-in",
          "sign_in",
          "sso",
          "saml",
          "saml2",
          "oauth",
          "oauth2",
          "authorize",
          "openid-connect");

  private Challenges() {}

  /** What an answer says of such a thing; null where it is none. */
  static @Nullable Finding finding(Attempt attempt) {
    String cloudflare = Facts.header(attempt, "cf-mitigated").toLowerCase(Locale.ROOT);
    String aws = Facts.header(attempt, "x-amzn-waf-action").toLowerCase(Locale.ROOT);
    if (cloudflare.equals("challenge")) {
      return challenge(attempt, "cloudflare", "an answer has cf-mitigated: challenge");
    }
    if (aws.equals("challenge") || aws.equals("captcha")) {
      return challenge(attempt, "aws-waf", "an answer has x-amzn-waf-action: " + aws);
    }
    return attempt.status() != 511
        ? null
        : of(attempt, "This network wants a person to log in to it first: 511.");
  }

  /** Whether somebody who has not logged in is sent there. */
  static boolean isLogin(Target location) {
    return Arrays.stream(location.path().toLowerCase(Locale.ROOT).split("/"))
        .anyMatch(LOGIN::contains);
  }

  private static Finding challenge(Attempt attempt, String product, String because) {
    return of(attempt, "A firewall's challenge comes back, which only a page in a browser solves.")
        .withCauses(List.of(new Cause(product, Confidence.SURE, because)));
  }

  private static Finding of(Attempt attempt, String sentence) {
    return Finding.measured(
        AUTH_REQUIRED, Values.of("status", attempt.status()).map(), sentence, "upgrade");
  }
}
