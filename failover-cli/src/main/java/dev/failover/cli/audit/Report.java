package dev.failover.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An audit's remarks for people and for machines. */
record Report(String service, List<Remark> remarks) {

    private static final JsonMapper MAPPER = new JsonMapper();

    Report {
        remarks = List.copyOf(remarks);
    }

    long count(Remark.Level level) {
        return remarks.stream().filter(remark -> remark.level() == level).count();
    }

    /** One line a remark below what it is about, the advice below it. */
    String text() {
        StringBuilder text = new StringBuilder();
        String about = "";
        for (Remark remark : remarks) {
            if (!remark.about().equals(about)) {
                about = remark.about();
                text.append(about).append('\n');
            }
            text.append("  %-4s  %-13s  %s%n".formatted(remark.level(), remark.topic(), remark.sentence()));
            if (!remark.advice().isEmpty()) {
                text.append("%23s%s%n".formatted("→ ", remark.advice()));
            }
        }
        return text.append("%s: %d BAD, %d WARN, %d OK%n"
                        .formatted(service, count(Remark.Level.BAD), count(Remark.Level.WARN), count(Remark.Level.OK)))
                .toString();
    }

    String json() {
        List<Map<String, String>> all = new ArrayList<>();
        for (Remark remark : remarks) {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("level", remark.level().name());
            one.put("about", remark.about());
            one.put("topic", remark.topic());
            one.put("sentence", remark.sentence());
            one.put("advice", remark.advice());
            all.add(one);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("service", service);
        report.put("bad", count(Remark.Level.BAD));
        report.put("warn", count(Remark.Level.WARN));
        report.put("ok", count(Remark.Level.OK));
        report.put("remarks", all);
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("maps of texts and numbers", e);
        }
    }
}
