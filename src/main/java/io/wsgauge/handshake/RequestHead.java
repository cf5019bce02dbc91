package io.wsgauge.handshake;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Secrets;
import java.util.List;
import java.util.Map.Entry;

/**
 * The form in which the head of a request is shown: its line, its version, and its headers in
 * order, each as a pair, since a name may be there several times. What may be a secret is replaced
 * by its length, what is not visible is escaped, and what is too long is cut, each with a mark.
 *
 * @param maxField characters of the request line, and of the name and the value of a header
 * @param maxHeaders bytes of JSON that all headers take, but for the mark that there are more
 */
record RequestHead(int maxField, int maxHeaders) {
  static final RequestHead WHOLE = new RequestHead(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Bytes of what a peer sends in full, no more than 4 KiB. */
  static final RequestHead BRIEF = new RequestHead(Payloads.MAX_FIELD_LENGTH, 3 * 1024);

  JsonObject of(UpgradeRequest request) {
    String target = Secrets.requestTarget(request.uri());
    return new JsonObject()
        .put("requestLine", field(request.method() + " " + target + " " + request.version()))
        .put("httpVersion", request.version())
        .put("headers", headers(request.headers().entries()));
  }

  JsonArray headers(List<Entry<String, String>> headers) {
    JsonArray shown = new JsonArray();
    int left = maxHeaders;
    for (Entry<String, String> header : headers) {
      String value = Secrets.headerValue(header.getKey(), header.getValue());
      JsonArray pair = new JsonArray().add(field(header.getKey())).add(field(value));
      left -= pair.toBuffer().length() + 1;
      if (left < 0) {
        int more = headers.size() - shown.size();
        return shown.add(new JsonArray().add("…").add("(" + more + " more)"));
      }
      shown.add(pair);
    }
    return shown;
  }

  private String field(String text) {
    return Payloads.cut(Payloads.visible(text), maxField);
  }
}
