package dev.souk.marketplace.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the OpenAPI document says of answers, to hold them against it. */
public final class Description {
    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDialect(Dialects.getOpenApi31());

    public Description(JsonNode document) {
        this.document = document;
    }

    /** The paths that it has, as templates. */
    public Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        document.path("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    /** The schema of what a path answers. */
    public JsonNode schema(String path, int status, String contentType) {
        return document.path("paths")
                .path(path)
                .path("get")
                .path("responses")
                .path(Integer.toString(status))
                .path("content")
                .path(contentType)
                .path("schema");
    }

    /**
     * What is wrong with an answer. The schema stands in a copy of the document's components, so that its references lead
     * somewhere.
     */
    public List<Error> errors(JsonNode schema, JsonNode answer) {
        if (schema.isMissingNode()) {
            throw new AssertionError("the document has no such schema");
        }
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        Schema compiled = registry.getSchema(whole);
        return compiled.validate(answer);
    }
}
