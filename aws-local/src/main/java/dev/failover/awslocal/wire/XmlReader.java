package dev.failover.awslocal.wire;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads a request body. Without DTDs and external entities, to a bounded depth; whatever is wrong is MalformedInput. */
public final class XmlReader {

    private static final int MAX_DEPTH = 20;
    private static final XMLInputFactory FACTORY = factory();

    private XmlReader() {}

    /** The root element, which must have the given name. */
    public static Xml read(byte[] body, String rootName) {
        Xml root = read(body);
        if (!root.name().equals(rootName)) {
            throw malformed("expected the element " + rootName + " but found " + root.name());
        }
        return root;
    }

    private static Xml read(byte[] body) {
        if (body.length == 0) {
            throw malformed("the body is empty");
        }
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw malformed("the body is no well-formed XML (line "
                    + (e.getLocation() == null ? 0 : e.getLocation().getLineNumber()) + ")");
        }
    }

    private static Xml read(XMLStreamReader reader) throws XMLStreamException {
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(""));
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> push(open, reader.getLocalName());
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    open.element().text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> close(open);
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw malformed("document types and entities are not accepted");
                default -> {
                    // comments and processing instructions say nothing to us
                }
            }
        }
        return open.element().children.get(0);
    }

    private static void push(Deque<Open> open, String name) {
        if (open.size() > MAX_DEPTH) {
            throw malformed("elements are nested deeper than " + MAX_DEPTH);
        }
        open.push(new Open(name));
    }

    private static void close(Deque<Open> open) {
        Open ended = open.pop();
        String text = ended.children.isEmpty() ? ended.text.toString() : "";
        open.element().children.add(new Xml(ended.name, text, ended.children));
    }

    private static AwsException malformed(String why) {
        return new AwsException(400, "MalformedInput", "Unable to read the request: " + why);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private static final class Open {
        private final String name;
        private final StringBuilder text = new StringBuilder();
        private final List<Xml> children = new ArrayList<>();

        private Open(String name) {
            this.name = name;
        }
    }
}
