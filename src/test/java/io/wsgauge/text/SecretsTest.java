package io.wsgauge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource({
    "ws://me:secret@h/ws, ws://***@h/ws",
    "ws://h/ws?a=1&access_token=abc&b=2, ws://h/ws?a=***&access_token=***&b=***",
    "ws://h/ws?reply=echo&delay=5ms&t=abc, ws://h/ws?reply=echo&delay=5ms&t=***",
    "ws://h/ws?REPLY=echo, ws://h/ws?REPLY=***",
    "ws://h/ws?abc, ws://h/ws?***",
    "ws://h/ws?=abc&, ws://h/ws?=***&",
    "ws://h/ws?a=b?c=d, ws://h/ws?a=***",
    "https://h/#access_token=abc, https://h/#***",
    "ws://h/a@b?reply=echo, ws://h/a@b?reply=echo",
    "sent to ws://u@h/?k=v and ws://h, sent to ws://***@h/?k=*** and ws://h",
    "is it? a=b, is it? a=b"
  })
  @DisplayName("user, query and fragment are masked in each URL of a text, and nothing else")
  void text(String text, String expected) {
    assertEquals(expected, Secrets.mask(text));
  }

  @ParameterizedTest
  @CsvSource({
    "me:secret@h/ws, me:***@h/ws",
    "ws:/me:secret@h/ws, ws:/***@h/ws",
    "ws:\\\\me@h/ws, ws:\\\\***@h/ws",
    "//h?token=abc, //h?token=***"
  })
  @DisplayName("a URL of the configuration is masked even where it is none")
  void malformed(String url, String expected) {
    assertEquals(expected, Secrets.mask("client.targets[0].url", url));
  }

  @ParameterizedTest
  @CsvSource({
    "X-Tenant: acme, X-Tenant: ***",
    "Cookie:a=b, Cookie: ***",
    "User-Agent: me/1, User-Agent: me/1",
    "cache-control:no-store, cache-control:no-store",
    "Origin: https://u:p@h, Origin: https://***@h",
    "no header, ***"
  })
  @DisplayName("a header's value is masked, but for a few that are harmless")
  void header(String header, String expected) {
    assertEquals(expected, Secrets.mask("client.defaults.headers[0]", header));
  }

  @Test
  @DisplayName("a length that stands for a secret already is not taken for another one")
  void maskedBefore() {
    String once = Secrets.requestTarget("/ws?reply=echo&id=abc&key=1");
    assertEquals("/ws?reply=echo&id=(3 bytes)&key=(1 byte)", once);
    assertEquals(once, Secrets.requestTarget(once));
  }

  @ParameterizedTest
  @CsvSource({
    "https://hooks.example.org/T0/B0/abc, https://hooks.example.org/***",
    "https://u@h:8443/a?b=c, https://***@h:8443/***",
    "https://h?abc, https://h/***",
    "https://h/, https://h/",
    "hooks.example.org/T0/abc, hooks.example.org/***"
  })
  @DisplayName("of the webhook's URL nothing is left but where it is")
  void webhook(String url, String expected) {
    assertEquals(expected, Secrets.mask("client.webhook.url", url));
  }

  @Test
  @DisplayName("what is within a section or list is masked as its key asks for")
  void nested() {
    assertEquals(
        new JsonObject(
            """
            {"webhook": {"url": "http://h/***"}, "targets": [
              {"url": "ws://h?a=***", "headers": ["A: ***"], "message": "a?b=c"}]}
            """),
        Secrets.mask(
            "client",
            new JsonObject(
                """
                {"webhook": {"url": "http://h/abc"}, "targets": [
                  {"url": "ws://h?a=b", "headers": ["A: b"], "message": "a?b=c"}]}
                """)));
    assertEquals(
        new JsonObject("{\"X-Key\": \"***\"}"),
        Secrets.mask("defaults.headers", new JsonObject("{\"X-Key\": \"abc\"}")));
    assertEquals(new JsonArray().add(1), Secrets.mask("a", new JsonArray().add(1)));
  }
}
