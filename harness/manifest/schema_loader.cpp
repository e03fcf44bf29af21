#include "manifest/schema_loader.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <stdexcept>
#include <utility>

#include "yaml/reader.hpp"

namespace pgreach::manifest {
namespace {

const std::map<std::string, Type> builtins = {
    {"anything", Type::anything}, {"string", Type::string}, {"boolean", Type::boolean},
    {"integer", Type::integer},   {"number", Type::number}, {"int-or-string", Type::int_or_string},
};
const std::map<std::string, Format> formats = {
    {"cidr", Format::cidr},           {"port", Format::port},
    {"label-key", Format::label_key}, {"label-value", Format::label_value},
    {"name", Format::name},           {"printable", Format::printable},
};

const std::map<std::string, std::vector<std::string> Schema::*> name_lists = {
    {"required", &Schema::required},
    {"one-of", &Schema::one_of},
    {"any-of", &Schema::any_of},
};
const std::map<std::string, std::optional<size_t> Schema::*> sizes = {
    {"min-length", &Schema::min_length},
    {"max-length", &Schema::max_length},
    {"min-items", &Schema::min_items},
    {"max-items", &Schema::max_items},
};
const std::map<std::string, std::optional<std::int64_t> Schema::*> numbers = {
    {"min", &Schema::min},
    {"max", &Schema::max},
};
const std::map<std::string, bool Schema::*> flags = {
    {"unique", &Schema::unique},
    {"dropped", &Schema::dropped},
};
const std::set<std::string> history = {"since", "until", "enum-since", "required-until", "limits-since", "before"};
const std::map<std::string, Format Schema::*> format_keys = {
    {"format", &Schema::format},
    {"keys", &Schema::key_format},
};

template <typename Value>
Value lookup(const std::map<std::string, Value>& table, const std::string& name) {
    const auto found = table.find(name);
    if (found == table.end()) throw std::logic_error("schema table: unknown name " + name);
    return found->second;
}

std::vector<std::string> texts(const yaml::Node& list) {
    std::vector<std::string> result;
    for (const auto& item : list.items) result.push_back(item.text);
    return result;
}

// "1.16" is 16.
int release_of(const std::string& text) {
    return std::stoi(text.substr(text.find('.') + 1));
}

yaml::Node read_table(const char* text) {
    auto read = yaml::read(std::make_shared<const Source>(Source{"schema", text}));
    if (!read.diagnostics.empty() || read.documents.size() != 1) {
        throw std::logic_error("schema table: " + render(read.diagnostics));
    }
    return std::move(read.documents.front());
}

}  // namespace

SchemaLoader::SchemaLoader(const std::vector<const char*>& tables, int release) : release_(release) {
    std::vector<yaml::Entry> kinds;
    for (const char* text : tables) {
        const yaml::Node table = read_table(text);
        for (const auto& type : table.find("types")->entries) types_[type.key] = type.value;
        for (const auto& kind : table.find("kinds")->entries) kinds.push_back(kind);
        if (const auto* names = table.find("built-in")) {
            for (const auto& name : texts(*names)) built_in_.insert(name);
        }
    }
    for (const auto& kind : kinds) kinds_[kind.key] = resolve(kind.value, false);
}

const Schema* SchemaLoader::find(std::string_view kind) const {
    const auto found = kinds_.find(kind);
    return found == kinds_.end() ? nullptr : found->second;
}

const Schema* SchemaLoader::named(const std::string& name, bool within_built_in) {
    const bool built_in = within_built_in || built_in_.count(name) != 0;
    const std::string key = name + (built_in ? "?" : "");
    if (const auto known = by_name_.find(key); known != by_name_.end()) return known->second;
    Schema& schema = schemas_.emplace_back();
    by_name_[key] = &schema;
    schema.built_in = built_in;
    if (const auto builtin = builtins.find(name); builtin != builtins.end()) {
        schema.type = builtin->second;
    } else {
        fill(schema, lookup(types_, name), built_in);
    }
    return &schema;
}

const Schema* SchemaLoader::resolve(const yaml::Node& type, bool built_in) {
    if (type.is_scalar()) return named(type.text, built_in);
    Schema& schema = schemas_.emplace_back();
    schema.built_in = built_in;
    fill(schema, type, built_in);
    return &schema;
}

void SchemaLoader::fill_fields(Schema& schema, const yaml::Node& fields, bool built_in) {
    schema.type = Type::object;
    for (const auto& [key, mark, value] : fields.entries) {
        const yaml::Node* since = value.find("since");
        const yaml::Node* until = value.find("until");
        if (since != nullptr && release_ < release_of(since->text)) continue;
        if (until != nullptr && release_ > release_of(until->text)) continue;
        schema.fields.emplace_back(key, resolve(value, built_in));
    }
}

void SchemaLoader::fill_history(Schema& schema, const yaml::Node& type) {
    if (const yaml::Node* added = type.find("enum-since")) {
        for (const auto& [name, mark, since] : added->entries) {
            if (release_ < release_of(since.text)) std::erase(schema.allowed, name);
        }
    }
    if (const yaml::Node* dropped = type.find("required-until")) {
        for (const auto& [name, mark, until] : dropped->entries) {
            if (release_ <= release_of(until.text)) schema.required.push_back(name);
        }
    }
}

bool SchemaLoader::fill_shape(Schema& schema, const std::string& key, const yaml::Node& value, bool built_in) {
    if (key == "type") {
        schema = *named(value.text, built_in);
    } else if (key == "list" || key == "map") {
        schema.type = key == "list" ? Type::list : Type::map;
        schema.element = resolve(value, built_in);
    } else if (key == "fields") {
        fill_fields(schema, value, built_in);
    } else if (key == "enum") {
        schema.type = Type::string;
        schema.allowed = texts(value);
    } else {
        return false;
    }
    return true;
}

// The release closest above ours has what stood there when ours was made.
const yaml::Node* SchemaLoader::earlier(const yaml::Node& type) const {
    const yaml::Node* before = type.find("before");
    const yaml::Entry* found = nullptr;
    for (size_t i = 0; before != nullptr && i < before->entries.size(); ++i) {
        const yaml::Entry& entry = before->entries[i];
        const int release = release_of(entry.key);
        if (release_ < release && (found == nullptr || release < release_of(found->key))) found = &entry;
    }
    return found == nullptr ? nullptr : &found->value;
}

bool SchemaLoader::later(const yaml::Node& type, const std::string& limit) const {
    const yaml::Node* limits = type.find("limits-since");
    const yaml::Node* since = limits == nullptr ? nullptr : limits->find(limit);
    return since != nullptr && release_ < release_of(since->text);
}

void SchemaLoader::fill(Schema& schema, const yaml::Node& type, bool built_in) {
    if (const yaml::Node* before = earlier(type)) return fill(schema, *before, built_in);
    for (const auto& [key, mark, value] : type.entries) {
        if (later(type, key)) continue;
        if (fill_shape(schema, key, value, built_in)) continue;
        if (const auto names = name_lists.find(key); names != name_lists.end()) {
            schema.*names->second = texts(value);
        } else if (const auto size = sizes.find(key); size != sizes.end()) {
            schema.*size->second = value.as_integer();
        } else if (const auto number = numbers.find(key); number != numbers.end()) {
            schema.*number->second = value.as_integer();
        } else if (key == "pattern") {
            schema.pattern.emplace(value.text);
        } else if (const auto flag = flags.find(key); flag != flags.end()) {
            schema.*flag->second = value.as_boolean().value_or(false);
        } else if (history.count(key) == 0) {
            schema.*lookup(format_keys, key) = lookup(formats, value.text);
        }
    }
    fill_history(schema, type);
}

}  // namespace pgreach::manifest
