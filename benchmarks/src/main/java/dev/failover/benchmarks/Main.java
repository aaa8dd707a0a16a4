package dev.failover.benchmarks;

import dev.failover.benchmarks.checks.CheckCost;
import dev.failover.benchmarks.checks.Detection;
import dev.failover.benchmarks.checks.Soak;
import dev.failover.benchmarks.judgement.Comparison;
import dev.failover.benchmarks.moves.Moves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * {@code judgement [docs/judgement.md]} prints the comparison, or writes it into the document; {@code jmh …} measures what a
 * judgement costs; {@code moves} measures the dns-actuator; {@code checks}, {@code detection} and {@code soak} the
 * probe-service.
 */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String what = args.length == 0 ? "" : args[0];
        if (what.equals("jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (what.equals("moves") && args.length == 1) {
            System.out.print(Moves.run());
        } else if (what.equals("checks")) {
            CheckCost.run(Arrays.copyOfRange(args, 1, args.length), System.out);
        } else if (what.equals("detection") && args.length == 1) {
            Detection.run(System.out);
        } else if (what.equals("soak") && args.length == 3) {
            Soak.run(Integer.parseInt(args[1]), Integer.parseInt(args[2]), System.out);
        } else if (what.equals("judgement") && args.length == 1) {
            System.out.print(Comparison.run().markdown());
        } else if (what.equals("judgement") && args.length == 2) {
            Path document = Path.of(args[1]);
            String before = Files.readString(document, StandardCharsets.UTF_8);
            Files.writeString(document, Comparison.run().into(before), StandardCharsets.UTF_8);
        } else {
            System.err.println("usage: java -jar benchmarks.jar judgement [document] | jmh [options of JMH] | moves"
                    + " | checks [rates] [contenders] | detection | soak CHECKS_A_SECOND MINUTES");
            System.exit(2);
        }
    }
}
