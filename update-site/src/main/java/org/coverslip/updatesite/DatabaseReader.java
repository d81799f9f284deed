package org.coverslip.updatesite;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.coverslip.RefusedException;

/**
 * Reads a database of files. What a hostile server could do with it is refused: entities, files
 * outside the ImageJ folder, more than 64 MB of text. Descriptions, authors, links, categories and
 * dependencies are passed over.
 */
final class DatabaseReader {

    // NB: Fiji's own database has 20 MB of text after fifteen years.
    private static final int MOST_BYTES = 64 << 20;

    private final List<ListedFile> files = new ArrayList<>();

    private SitePath path;
    private final List<String> platforms = new ArrayList<>();
    private final List<PreviousVersion> previous = new ArrayList<>();
    private Version version;

    private DatabaseReader() {}

    /**
     * @param name of the database, for messages
     * @param in the gzipped XML; the caller closes it
     * @throws RefusedException if it is not a database of files
     */
    static Database read(String name, InputStream in) {
        DatabaseReader reader = new DatabaseReader();
        try {
            byte[] text = new GZIPInputStream(in).readNBytes(MOST_BYTES + 1);
            if (text.length > MOST_BYTES)
                throw new RefusedException(
                        name, "it holds more than 64 MB of text", "take another update site");
            reader.parse(text);
            return new Database(reader.files);
        } catch (IOException | XMLStreamException | NumberFormatException e) {
            throw new RefusedException(
                    name,
                    "this is not the database of an update site",
                    "check that the address is that of an update site, or fetch it again",
                    e);
        }
    }

    private void parse(byte[] text) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // NB: every database begins with its DTD, which is passed over; nothing is fetched.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(text));
        boolean root = false;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (!root && !xml.getLocalName().equals("pluginRecords"))
                        throw new XMLStreamException("root is " + xml.getLocalName());
                    root = true;
                    start(xml);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (xml.getLocalName().equals("plugin")) end();
                }
                default -> {}
            }
        }
    }

    private void start(XMLStreamReader xml) throws XMLStreamException {
        switch (xml.getLocalName()) {
            case "plugin" -> {
                path = new SitePath(text(xml, "filename"));
                platforms.clear();
                previous.clear();
                version = null;
            }
            case "platform" -> platforms.add(xml.getElementText().strip());
            case "version" ->
                    version =
                            new Version(
                                    number(xml, "timestamp"),
                                    text(xml, "checksum"),
                                    number(xml, "filesize"));
            case "previous-version" -> {
                String old = xml.getAttributeValue(null, "filename");
                previous.add(
                        new PreviousVersion(
                                number(xml, "timestamp"),
                                text(xml, "checksum"),
                                xml.getAttributeValue(null, "timestamp-obsolete") == null
                                        ? 0
                                        : number(xml, "timestamp-obsolete"),
                                old == null ? null : new SitePath(old)));
            }
            default -> {}
        }
    }

    private void end() {
        files.add(new ListedFile(path, platforms, Optional.ofNullable(version), previous));
    }

    private static long number(XMLStreamReader xml, String attribute) throws XMLStreamException {
        return Long.parseLong(text(xml, attribute));
    }

    private static String text(XMLStreamReader xml, String attribute) throws XMLStreamException {
        String value = xml.getAttributeValue(null, attribute);
        if (value == null)
            throw new XMLStreamException(xml.getLocalName() + " has no " + attribute);
        return value;
    }
}
