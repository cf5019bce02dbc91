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
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.handler.HttpException;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.Rule;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.server.EventStream;
import io.wsgauge.server.HttpConnections;
import io.wsgauge.server.Problem;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import io.wsgauge.server.SharedAnswer;
import io.wsgauge.status.ResultJson;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Who may know whom, and what nobody may. */
@AnalyzeClasses(packages = "io.wsgauge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** What a feature may know to put its routes, and to say why it does not answer a request. */
  private static final DescribedPredicate<JavaClass> SEAM =
      these(
          RouteGroup.class,
          Routes.class,
          Problem.class,
          Rule.class,
          SharedAnswer.class,
          EventStream.class,
          HttpConnections.class);

  private static final DescribedPredicate<JavaClass> REQUEST_AND_REFUSAL =
      these(UpgradeRequest.class, Refusal.class);

  private static DescribedPredicate<JavaClass> these(Class<?>... classes) {
    List<String> names = Stream.of(classes).map(Class::getName).toList();
    return DescribedPredicate.describe(
        names.toString(), type -> names.contains(type.getName().split("[$]", 2)[0]));
  }

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(
        Stream.of(packages).map(name -> "io.wsgauge." + name + "..").toArray(String[]::new));
  }

  /**
   * @param others that it may know of ours, beside itself
   */
  private static ArchRule only(String name, DescribedPredicate<JavaClass> others) {
    return classes()
        .that(in(name))
        .should()
        .onlyDependOnClassesThat(
            in(name).or(others).or(DescribedPredicate.not(resideInAPackage("io.wsgauge.."))));
  }

  @ArchTest static final ArchRule wire = only("wire", DescribedPredicate.alwaysFalse());
  @ArchTest static final ArchRule text = only("text", DescribedPredicate.alwaysFalse());
  @ArchTest static final ArchRule handshake = only("handshake", in("wire", "text"));
  @ArchTest static final ArchRule config = only("config", in("text"));
  @ArchTest static final ArchRule server = only("server", in("config", "handshake", "text"));

  @ArchTest static final ArchRule probe = only("probe", in("handshake", "wire", "config", "text"));

  @ArchTest static final ArchRule telemetry = only("telemetry", SEAM.or(in("text")));
  @ArchTest static final ArchRule status = only("status", SEAM.or(in("probe", "text")));

  @ArchTest
  static final ArchRule client =
      only("client", SEAM.or(in("probe", "status", "telemetry", "config", "text")));

  @ArchTest
  static final ArchRule socket =
      only("socket", SEAM.or(in("handshake", "wire", "telemetry", "config", "text")));

  @ArchTest
  static final ArchRule scenario =
      only("scenario", SEAM.or(REQUEST_AND_REFUSAL).or(in("socket", "wire", "text")));

  @ArchTest static final ArchRule page = only("page", SEAM);

  /** It hands targets over, and knows nothing of who pings them. */
  @ArchTest
  static final ArchRule cluster =
      only("cluster", SEAM.or(in("probe", "status", "telemetry", "config", "text")));

  @ArchTest
  static final ArchRule onlyOnePackageKnowsTheEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.wsgauge.cluster.hazelcast")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster.hazelcast.."));

  @ArchTest
  static final ArchRule check =
      only("check", SEAM.or(in("probe", "handshake", "wire", "config", "text")));

  @ArchTest static final ArchRule measurement = only("check.measurement", in("text"));

  @ArchTest
  static final ArchRule rulesOfCheck = only("check.rule", in("check.measurement", "text"));

  /** Measurements in, findings out, so that each rule is tested without a socket. */
  @ArchTest
  static final ArchRule rulesOfCheckArePure =
      noClasses()
          .that(in("check.rule", "check.measurement"))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.vertx..", "io.netty..", "java.net..", "java.nio.channels.."));

  @ArchTest
  static final ArchRule report =
      only("check.report", in("check.rule", "check.measurement", "text"));

  @ArchTest
  static final ArchRule command =
      only("command", these(ResultJson.class).or(in("probe", "check", "config", "text")));

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

  @ArchTest
  static final ArchRule everyPackageSaysWhereNullMayBe =
      classes()
          .should(
              ArchCondition.from(
                  DescribedPredicate.<JavaClass>describe(
                      "be in a package that is @NullMarked",
                      type -> type.getPackage().isAnnotatedWith(NullMarked.class))));

  /** There is one form of errors, and this would be answered without its rule. */
  @ArchTest
  static final ArchRule nobodyFailsWithoutARule =
      noClasses().should().dependOnClassesThat().areAssignableTo(HttpException.class);

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
  static final ArchRule onlyWireAndHandshakeReachBelowVertx =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.wsgauge.wire..", "io.wsgauge.handshake..")
          .and()
          .doNotHaveFullyQualifiedName(Launcher.class.getName())
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.vertx..impl..", "io.vertx..internal..", "io.netty.channel.."));
}
