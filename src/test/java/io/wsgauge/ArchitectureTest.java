package io.wsgauge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.VerticleBase;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.SharedAnswer;
import java.time.Clock;
import java.util.Date;

/** Who may know whom, and what nobody may. */
@AnalyzeClasses(packages = "io.wsgauge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> ROUTES =
      DescribedPredicate.describe(
          "RouteGroup or SharedAnswer",
          type -> type.isEquivalentTo(RouteGroup.class) || type.isEquivalentTo(SharedAnswer.class));

  /**
   * @param more packages of features that it builds on
   */
  private static ArchRule feature(String name, String... more) {
    return classes()
        .that()
        .resideInAPackage("io.wsgauge." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "io.wsgauge." + name + "..",
                    "io.wsgauge.config..",
                    "io.wsgauge.handshake..",
                    "io.wsgauge.telemetry..",
                    "io.wsgauge.text..",
                    "io.wsgauge.wire..")
                .or(resideInAnyPackage(more))
                .or(ROUTES)
                .or(DescribedPredicate.not(resideInAPackage("io.wsgauge.."))));
  }

  @ArchTest static final ArchRule serverKnowsNoFeature = feature("server");
  @ArchTest static final ArchRule socketKnowsNoOtherFeature = feature("socket");

  @ArchTest
  static final ArchRule scenarioBuildsOnSocket = feature("scenario", "io.wsgauge.socket..");

  @ArchTest static final ArchRule probeKnowsNoOtherFeature = feature("probe");
  @ArchTest static final ArchRule statusBuildsOnProbe = feature("status", "io.wsgauge.probe..");

  @ArchTest
  static final ArchRule clientBuildsOnProbeAndStatus =
      feature("client", "io.wsgauge.probe..", "io.wsgauge.status..");

  @ArchTest static final ArchRule pageKnowsNoOtherFeature = feature("page");

  @ArchTest
  static final ArchRule configKnowsTextAlone =
      noClasses()
          .that()
          .resideInAPackage("io.wsgauge.config..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.wsgauge..")
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage("io.wsgauge.config..", "io.wsgauge.text.."))));

  @ArchTest
  static final ArchRule textKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("io.wsgauge.text..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.wsgauge..")
                  .and(DescribedPredicate.not(resideInAPackage("io.wsgauge.text.."))));

  @ArchTest
  static final ArchRule telemetryKnowsNoFeature =
      classes()
          .that()
          .resideInAPackage("io.wsgauge.telemetry..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "io.wsgauge.telemetry..", "io.wsgauge.config..", "io.wsgauge.text..")
                  .or(ROUTES)
                  .or(DescribedPredicate.not(resideInAPackage("io.wsgauge.."))));

  @ArchTest
  static final ArchRule noCycles =
      SlicesRuleDefinition.slices().matching("io.wsgauge.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyMainVerticleReadsItsDeployment =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(MainVerticle.class.getName())
          .should()
          .callMethodWhere(
              JavaCall.Predicates.target(
                  DescribedPredicate.describe(
                      "config() of a verticle",
                      target ->
                          target.getName().equals("config")
                              && (target.getOwner().isAssignableTo(VerticleBase.class)
                                  || target.getOwner().isAssignableTo(AbstractVerticle.class)))));

  @ArchTest
  static final ArchRule onlyMainEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Main.class.getName())
          .should()
          .callMethod(System.class, "exit", int.class);

  /** It jumps; durations are of {@link System#nanoTime}. */
  @ArchTest
  static final ArchRule nobodyAsksTheWallClockButToShowIt =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("TimeOfDay")
          .should()
          .accessTargetWhere(
              JavaAccess.Predicates.target(
                  DescribedPredicate.describe(
                      "the time of day",
                      target ->
                          target.getFullName().startsWith("java.lang.System.currentTimeMillis(")
                              || target.getOwner().isEquivalentTo(Clock.class)
                              || target.getOwner().isEquivalentTo(Date.class)
                              || (target.getOwner().getPackageName().equals("java.time")
                                  && target.getName().equals("now")))));

  @ArchTest
  static final ArchRule onlyThesePlacesReachBelowVertx =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.wsgauge.wire..", "io.wsgauge.handshake..")
          .and()
          .haveNameNotMatching("io\\.wsgauge\\.(Launcher|socket\\.(UpgradeGate|SocketEndpoint))")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "io.vertx..impl..", "io.vertx.core.internal..", "io.netty.channel.."));
}
