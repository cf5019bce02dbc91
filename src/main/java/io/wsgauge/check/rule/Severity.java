package io.wsgauge.check.rule;

import io.wsgauge.text.Labelled;

/** The weight of a finding, the least first. */
public enum Severity implements Labelled {
  NOTE,
  WARNING,
  PROBLEM
}
