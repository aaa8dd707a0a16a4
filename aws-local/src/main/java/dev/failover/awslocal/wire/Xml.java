package dev.failover.awslocal.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An XML element without attributes or mixed content, as the AWS protocols use them; read, kept and written as it is. */
public record Xml(String name, String text, List<Xml> children) {

    public Xml {
        children = List.copyOf(children);
    }

    public static Xml text(String name, Object value) {
        return new Xml(name, value.toString(), List.of());
    }

    public static Xml of(String name, Xml... children) {
        return new Xml(name, "", List.of(children));
    }

    public static Xml of(String name, List<Xml> children) {
        return new Xml(name, "", children);
    }

    public static Builder element(String name) {
        return new Builder(name);
    }

    public Optional<Xml> child(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).findFirst();
    }

    /** The text of a child element, without surrounding white space. */
    public Optional<String> value(String childName) {
        return child(childName).map(child -> child.text.strip());
    }

    /** The children of a list element such as {@code <Changes><Change/>..}; empty when the list is absent. */
    public List<Xml> list(String listName, String memberName) {
        return child(listName).map(list -> list.named(memberName)).orElse(List.of());
    }

    public List<Xml> named(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    /** The whole document, in the service's namespace. */
    public String document(String namespace) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        write(out, " xmlns=\"" + namespace + "\"");
        return out.toString();
    }

    private void write(StringBuilder out, String attributes) {
        out.append('<').append(name).append(attributes).append('>');
        escape(out, text);
        children.forEach(child -> child.write(out, ""));
        out.append("</").append(name).append('>');
    }

    private static void escape(StringBuilder out, String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.appendCodePoint(isAllowed(c) ? c : '\uFFFD');
            }
        });
    }

    private static boolean isAllowed(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }

    /** Collects children; what is null is left out. */
    public static final class Builder {

        private final String name;
        private final List<Xml> children = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder add(String childName, @Nullable Object value) {
            if (value != null) {
                children.add(text(childName, value));
            }
            return this;
        }

        public Builder add(@Nullable Xml child) {
            if (child != null) {
                children.add(child);
            }
            return this;
        }

        public Xml build() {
            return new Xml(name, "", children);
        }
    }
}
