package dev.failover.cli.backtest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/** The findings for machines: one document. */
final class FindingsJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FindingsJson() {}

    static String of(Backtest.Result result) {
        ObjectNode root = JSON.createObjectNode();
        root.put("from", result.start().toString());
        root.put("to", result.end().toString());
        root.put("checksOfOtherServices", result.strangers());
        ArrayNode services = root.putArray("services");
        result.findings().forEach(finding -> services.add(service(finding)));
        return root.toString();
    }

    private static ObjectNode service(Finding finding) {
        ObjectNode node = JSON.createObjectNode();
        node.put("service", finding.service());
        node.put("checks", finding.checks());
        ArrayNode moves = node.putArray("moves");
        finding.moves()
                .forEach(move -> moves.addObject()
                        .put("at", move.at().toString())
                        .put("kind", move.kind().name())
                        .put("from", move.from())
                        .put("to", move.to())
                        .put("judgement", move.judgement().name())
                        .put("reason", move.reason()));
        node.put("moreMoves", finding.moreMoves());
        node.put("falseMoves", finding.falseMoves());
        ArrayNode missed = node.putArray("missed");
        finding.missed()
                .forEach(interval -> missed.addObject()
                        .put("from", interval.from().toString())
                        .put("to", interval.to().toString())
                        .put("endpoint", interval.endpoint()));
        spread(node, "firstFailureToDecisionMillis", finding.detection());
        spread(node, "markedBeginToDecisionMillis", finding.reaction());
        ObjectNode flaps = node.putObject("verdictChanges");
        finding.flaps().forEach(flaps::put);
        ArrayNode votes = node.putArray("votes");
        finding.trips().forEach(trip -> {
            ObjectNode vote = votes.addObject()
                    .put("endpoint", trip.endpoint())
                    .put("location", trip.location())
                    .put("wentDown", trip.downs())
                    .put("nearlyWentDown", trip.nearly());
            vote.put(
                    "firstNearlyAt",
                    trip.firstNearly() == null ? null : trip.firstNearly().toString());
        });
        ArrayNode held = node.putArray("held");
        finding.held().forEach(hold -> {
            ObjectNode one = held.addObject()
                    .put("from", hold.from().toString())
                    .put("to", hold.to().toString())
                    .put("diagnosis", hold.diagnosis());
            ArrayNode blocks = one.putArray("blocks");
            hold.blocks().forEach(blocks::add);
        });
        node.put("moreHeld", finding.moreHeld());
        return node;
    }

    private static void spread(ObjectNode node, String name, List<Duration> times) {
        Spread.of(times)
                .ifPresent(spread -> node.putObject(name)
                        .put("count", spread.count())
                        .put("min", spread.min().toMillis())
                        .put("median", spread.median().toMillis())
                        .put("p95", spread.p95().toMillis())
                        .put("max", spread.max().toMillis()));
    }
}
