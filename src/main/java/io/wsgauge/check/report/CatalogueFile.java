package io.wsgauge.check.report;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.rule.Catalogue;
import io.wsgauge.check.rule.Catalogue.Behaviour;
import io.wsgauge.check.rule.Catalogue.Mend;
import io.wsgauge.check.rule.Catalogue.Product;
import io.wsgauge.check.rule.Catalogue.Signature;
import io.wsgauge.check.rule.Catalogue.Source;
import io.wsgauge.check.rule.Confidence;
import io.wsgauge.check.rule.FindingId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The catalogue as the jar has it, in JSON. Blocks on the class path. */
public final class CatalogueFile {
  static final String FILE = "check/products.json";

  private CatalogueFile() {}

  /** Reads the catalogue. */
  public static Catalogue read() {
    return of(new JsonObject(resource(FILE)));
  }

  static Buffer resource(String name) {
    try (InputStream in = CatalogueFile.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private static Catalogue of(JsonObject json) {
    return new Catalogue(
        list(
            json,
            "products",
            product ->
                new Product(
                    product.getString("id"),
                    product.getString("name"),
                    product.getDouble("earlySeconds", 0.0),
                    list(product, "signatures", CatalogueFile::signature),
                    list(product, "behaviours", CatalogueFile::behaviour),
                    list(product, "mends", CatalogueFile::mend))));
  }

  private static Signature signature(JsonObject json) {
    return new Signature(
        json.getString("where"),
        json.getString("header", ""),
        texts(json, "contains"),
        texts(json, "without"),
        texts(json, "first"),
        json.getString("last", ""),
        texts(json, "has"),
        json.getString("letters", ""),
        confidence(json),
        json.getString("because"));
  }

  private static Behaviour behaviour(JsonObject json) {
    return new Behaviour(
        FindingId.of(json.getString("finding")),
        json.getValue("value"),
        json.getString("direction"),
        confidence(json),
        json.getString("because"),
        source(json));
  }

  private static Mend mend(JsonObject json) {
    return new Mend(
        FindingId.of(json.getString("finding")),
        json.getValue("value"),
        json.getString("direction"),
        json.getString("text"),
        source(json));
  }

  private static Source source(JsonObject json) {
    return new Source(json.getString("source"), json.getString("date"));
  }

  private static Confidence confidence(JsonObject json) {
    return Confidence.valueOf(json.getString("confidence").toUpperCase(Locale.ROOT));
  }

  private static List<String> texts(JsonObject json, String key) {
    return json.getJsonArray(key, new JsonArray()).stream().map(String::valueOf).toList();
  }

  private static <T> List<T> list(JsonObject json, String key, Function<JsonObject, T> read) {
    return json.getJsonArray(key, new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .map(read)
        .toList();
  }
}
