#include "yaml/reader.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "yaml/builder.hpp"
#include "yaml/json_reader.hpp"
#include "yaml/scalar.hpp"
#include "yaml/utf8.hpp"

namespace pgreach::yaml {
namespace {

// yaml-cpp names tags in full; a quoted scalar has "!", a plain one "?".
Kind kind_of(const std::string& tag, const std::string& text) {
    if (tag == "?" || tag.empty()) return resolve_plain(text);
    constexpr std::string_view core = "tag:yaml.org,2002:";
    if (!tag.starts_with(core)) return Kind::string;
    const std::string_view type = std::string_view(tag).substr(core.size());
    if (type == "int") return Kind::integer;
    if (type == "bool") return Kind::boolean;
    if (type == "float") return Kind::real;
    if (type == "null") return Kind::null;
    return Kind::string;
}

// Passes yaml-cpp's events on to our builder. Its marks start at zero, and at the chunk's first line.
class Events : public YAML::EventHandler {
  public:
    Events(Builder& builder, int first_line) : builder_(builder), first_line_(first_line) {}

    // At a character that begins nothing (a comma alone) yaml-cpp finds one empty document after the other, for ever.
    void OnDocumentStart(const YAML::Mark& mark) override {
        if (mark.pos <= last_start_) throw YAML::ParserException(mark, "nothing can begin here");
        last_start_ = mark.pos;
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        builder_.scalar({.kind = Kind::null, .mark = convert(mark)}, anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { builder_.alias(convert(mark), anchor); }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override {
        builder_.scalar({.kind = kind_of(tag, text), .text = text, .mark = convert(mark)}, anchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(Kind::list, mark, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(Kind::map, mark, anchor);
    }
    void OnMapEnd() override { close(); }

    Mark convert(const YAML::Mark& mark) const {
        return {mark.is_null() ? first_line_ : mark.line + first_line_, mark.column + 1};
    }

  private:
    // yaml-cpp stops at 500, but says "bad file" and no place.
    void open(Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (++depth_ > deepest) throw YAML::ParserException(mark, "nested too deeply");
        builder_.open(kind, convert(mark), anchor);
    }
    void close() {
        --depth_;
        builder_.close();
    }

    static constexpr int deepest = 400;
    Builder& builder_;
    int first_line_;
    int depth_ = 0;
    int last_start_ = -1;
};

// A piece of the text that holds one document, as kubectl cuts it: at lines that begin with "---".
struct Chunk {
    std::string text;
    int first_line;
};

std::vector<Chunk> cut(const Source& source) {
    std::vector<Chunk> chunks{{"", source.first_line}};
    int line = source.first_line;
    std::string_view rest = source.text;
    while (!rest.empty()) {
        const size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        const std::string_view current = rest.substr(0, end);
        if (current.starts_with("---")) chunks.push_back({"", line});
        chunks.back().text += current;
        rest.remove_prefix(end);
        ++line;
    }
    return chunks;
}

// What the builder has made of a document without syntax errors.
void take_document(Builder& builder, Documents& result) {
    auto& found = builder.diagnostics();
    const bool broken = has_errors(found);
    result.diagnostics.insert(result.diagnostics.end(), found.begin(), found.end());
    auto document = builder.take();
    if (!broken && document && !document->is_null()) result.documents.push_back(std::move(*document));
}

void read_chunk(const SourcePtr& source, const Chunk& chunk, Documents& result) {
    Builder json_builder(source);
    if (read_json_object(chunk.text, chunk.first_line, json_builder)) return take_document(json_builder, result);
    Builder builder(source);
    Events events(builder, chunk.first_line);
    const auto fail = [&](Mark mark, const std::string& text) {
        result.diagnostics.push_back({Severity::error, source, mark, text, {}, "syntax"});
    };
    try {
        std::istringstream stream(chunk.text);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(events)) {
        }
    } catch (const YAML::Exception& exception) {
        return fail(events.convert(exception.mark), "not YAML: " + exception.msg);
    } catch (const std::exception& exception) {  // yaml-cpp lets some of the standard library's through
        return fail({chunk.first_line, 1}, std::string("not YAML: ") + exception.what());
    }
    take_document(builder, result);
}

}  // namespace

Documents read(const SourcePtr& source) {
    Documents result;
    for (const auto& chunk : cut(*source)) {
        if (const auto bad = find_invalid_utf8(chunk.text)) {
            result.diagnostics.push_back({Severity::error,
                                          source,
                                          {chunk.first_line + bad->line - 1, bad->column},
                                          "not UTF-8",
                                          "save the file as UTF-8",
                                          "syntax"});
            continue;
        }
        read_chunk(source, chunk, result);
    }
    return result;
}

}  // namespace pgreach::yaml
