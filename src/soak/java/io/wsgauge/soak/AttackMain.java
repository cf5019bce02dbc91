package io.wsgauge.soak;

import java.util.List;

/** The command line of the attacks, which ends the process with 1 when one did harm. */
final class AttackMain {
  private static final int MINUTES = 15;
  private static final int SECONDS = 10;

  private AttackMain() {}

  static void main(List<String> args) throws Exception {
    System.exit(run(args) ? 0 : 1);
  }

  private static boolean run(List<String> args) throws Exception {
    AttackOptions options = AttackOptions.of(args.subList(1, args.size()));
    List<String> words = options.words();
    if (args.get(0).equals("--list")) {
      AttackLab.attacks(true)
          .forEach(attack -> System.out.printf("%-24s %s%n", attack.name, attack.what));
      return true;
    }
    if (!args.get(0).equals("--attack")) {
      throw new IllegalArgumentException(args.get(0) + " is none of:\n" + AttackOptions.USAGE);
    }
    if (!words.isEmpty() && !Character.isDigit(words.get(0).charAt(0))) {
      return new AttackLab(options)
          .run(List.of(words.get(0).split(",")), (int) options.number(1, SECONDS));
    }
    List<String> faults =
        new AttackSoak(options).run((int) options.number(0, MINUTES), options.number(1, 1));
    faults.forEach(System.out::println);
    System.out.println(faults.isEmpty() ? "nothing was wrong" : "failed");
    return faults.isEmpty();
  }
}
