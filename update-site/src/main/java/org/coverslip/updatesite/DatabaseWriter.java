package org.coverslip.updatesite;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a database of files. The same database gives the same bytes.
 *
 * <p>Written by hand because no XML writer of the JDK writes a DTD with an internal subset, and the
 * updater's own readers expect the one they write themselves.
 */
final class DatabaseWriter {

    /** The part of XMLFileWriter's DTD (imagej-updater 2.0.1) that a site's database uses. */
    private static final String HEAD =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE pluginRecords [
            <!ELEMENT pluginRecords (plugin*)>
            <!ELEMENT plugin (platform*, category*, version?, previous-version*)>
            <!ELEMENT version (description?, dependency*, link*, author*)>
            <!ELEMENT previous-version EMPTY>
            <!ELEMENT description (#PCDATA)>
            <!ELEMENT dependency EMPTY>
            <!ELEMENT link (#PCDATA)>
            <!ELEMENT author (#PCDATA)>
            <!ELEMENT platform (#PCDATA)>
            <!ELEMENT category (#PCDATA)>
            <!ATTLIST plugin filename CDATA #REQUIRED>
            <!ATTLIST plugin executable CDATA #IMPLIED>
            <!ATTLIST dependency filename CDATA #REQUIRED>
            <!ATTLIST dependency timestamp CDATA #IMPLIED>
            <!ATTLIST dependency overrides CDATA #IMPLIED>
            <!ATTLIST version timestamp CDATA #REQUIRED>
            <!ATTLIST version checksum CDATA #REQUIRED>
            <!ATTLIST version filesize CDATA #REQUIRED>
            <!ATTLIST previous-version filename CDATA #IMPLIED>
            <!ATTLIST previous-version timestamp CDATA #REQUIRED>
            <!ATTLIST previous-version timestamp-obsolete CDATA #IMPLIED>
            <!ATTLIST previous-version checksum CDATA #REQUIRED>]>
            """;

    private DatabaseWriter() {}

    /** Writes the gzipped XML and leaves the stream open. */
    static void write(Database database, OutputStream out) throws IOException {
        // NB: GZIPOutputStream writes no time into its header.
        GZIPOutputStream zipped = new GZIPOutputStream(out);
        Writer xml = new OutputStreamWriter(zipped, StandardCharsets.UTF_8);
        xml.write(HEAD);
        xml.write("<pluginRecords>\n");
        for (ListedFile file : database.files()) write(file, xml);
        xml.write("</pluginRecords>\n");
        xml.flush();
        zipped.finish();
    }

    // NB: no value needs escaping: paths, checksums and times are checked when they are made.
    private static void write(ListedFile file, Writer xml) throws IOException {
        xml.write("    <plugin filename=\"" + file.path() + "\">\n");
        for (String platform : file.platforms())
            xml.write("        <platform>" + platform + "</platform>\n");
        if (file.current().isPresent()) {
            Version version = file.current().get();
            xml.write(
                    "        <version checksum=\"%s\" timestamp=\"%d\" filesize=\"%d\"/>\n"
                            .formatted(version.checksum(), version.timestamp(), version.size()));
        }
        for (PreviousVersion old : file.previous()) write(old, xml);
        xml.write("    </plugin>\n");
    }

    private static void write(PreviousVersion old, Writer xml) throws IOException {
        xml.write("        <previous-version timestamp=\"" + old.timestamp() + "\"");
        if (old.obsolete() != 0) xml.write(" timestamp-obsolete=\"" + old.obsolete() + "\"");
        xml.write(" checksum=\"" + old.checksum() + "\"");
        if (old.path() != null) xml.write(" filename=\"" + old.path() + "\"");
        xml.write("/>\n");
    }
}
