//! Facets: properties by which posts can be filtered.
//!
//! [`FACETS`] is the only list of them. The filter, the list, the import of front matter, the
//! titles in the interface, and the attributes of the element follow from it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::{name, tag_name};

/// Values in [`FacetSummary::top`](crate::format::FacetSummary::top): as many as a collapsed facet
/// shows.
pub const TOP_VALUES: usize = 10;

/// A property by which posts can be filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// A tag.
    Tag,
    /// The name of an author.
    Author,
    /// The host of the original.
    Source,
    /// A category.
    Category,
    /// The year of the date, `2021`.
    Year,
    /// The month of the date, `2021-09`.
    Month,
}

/// The definition of a facet.
#[derive(Debug)]
pub struct FacetDefinition {
    /// The facet.
    pub facet: Facet,
    /// Its name in bundles, in URLs, and as an attribute of the element.
    pub name: &'static str,
    /// The origin of its values.
    pub origin: FacetOrigin,
    /// The keys of the front matter that list its values; `None` if they come from something else.
    pub front_matter: Option<FrontMatterKeys>,
    /// The facet whose values it does not repeat, if it is read from front matter.
    pub except: Option<Facet>,
    /// The key of its title among the texts of the interface.
    pub title_key: &'static str,
    /// The description of the element's attribute.
    pub description: &'static str,
}

/// The origin of the values of a facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FacetOrigin {
    /// A member that JSON Feed defines; [`Item::facets`](crate::format::Item::facets) reads it.
    JsonFeed,
    /// [`ItemExtension::facets`](crate::format::ItemExtension::facets).
    Extension,
    /// The date of the post. Bundles do not have such values.
    Date,
}

/// Keys of the front matter that list values. They name one and several values in messages, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontMatterKeys {
    /// The key of a list, or of words.
    pub many: &'static str,
    /// The key of a single value.
    pub one: &'static str,
}

/// The facets, in the order of the variants of [`Facet`].
pub const FACETS: [FacetDefinition; 6] = [
    FacetDefinition {
        facet: Facet::Tag,
        name: "tag",
        origin: FacetOrigin::JsonFeed,
        front_matter: Some(FrontMatterKeys { many: "tags", one: "tag" }),
        except: None,
        title_key: "facet_tag",
        description: "Posts with this tag.",
    },
    FacetDefinition {
        facet: Facet::Author,
        name: "author",
        origin: FacetOrigin::JsonFeed,
        front_matter: Some(FrontMatterKeys { many: "authors", one: "author" }),
        except: None,
        title_key: "facet_author",
        description: "Posts by this author.",
    },
    FacetDefinition {
        facet: Facet::Source,
        name: "source",
        origin: FacetOrigin::JsonFeed,
        front_matter: None,
        except: None,
        title_key: "facet_source",
        description: "Posts from this host.",
    },
    FacetDefinition {
        facet: Facet::Category,
        name: "category",
        origin: FacetOrigin::Extension,
        front_matter: Some(FrontMatterKeys { many: "categories", one: "category" }),
        except: Some(Facet::Tag),
        title_key: "facet_category",
        description: "Posts of this category.",
    },
    FacetDefinition {
        facet: Facet::Year,
        name: "year",
        origin: FacetOrigin::Date,
        front_matter: None,
        except: None,
        title_key: "facet_year",
        description: "Posts of this year.",
    },
    FacetDefinition {
        facet: Facet::Month,
        name: "month",
        origin: FacetOrigin::Date,
        front_matter: None,
        except: None,
        title_key: "facet_year",
        description: "Posts of this month.",
    },
];

const COUNT: usize = FACETS.len();

// Parts of the table, so that the viewer does not have those that it does not use.
const NAMES: [&str; COUNT] = {
    let mut names = [""; COUNT];
    let mut at = 0;
    while at < COUNT {
        assert!(FACETS[at].facet as usize == at, "the table is in the order of the variants");
        names[at] = FACETS[at].name;
        at += 1;
    }
    names
};
const TITLE_KEYS: [&str; COUNT] = {
    let mut keys = [""; COUNT];
    let mut at = 0;
    while at < COUNT {
        keys[at] = FACETS[at].title_key;
        at += 1;
    }
    keys
};
const INDEXED_COUNT: usize = {
    let (mut count, mut at) = (0, 0);
    while at < COUNT {
        if !matches!(FACETS[at].origin, FacetOrigin::Date) {
            assert!(count == at, "indexed facets come first");
            count += 1;
        }
        at += 1;
    }
    count
};

impl Facet {
    /// All facets, in the order of the variants.
    pub const ALL: [Self; COUNT] = {
        let mut all = [Self::Tag; COUNT];
        let mut at = 0;
        while at < COUNT {
            all[at] = FACETS[at].facet;
            at += 1;
        }
        all
    };

    /// The facets whose values a bundle has, in its order. Years and months follow from the order
    /// of the rows.
    pub const INDEXED: [Self; INDEXED_COUNT] = {
        let mut indexed = [Self::Tag; INDEXED_COUNT];
        let mut at = 0;
        while at < INDEXED_COUNT {
            indexed[at] = FACETS[at].facet;
            at += 1;
        }
        indexed
    };

    /// `true` if a bundle has its values.
    pub fn is_indexed(self) -> bool {
        (self as usize) < INDEXED_COUNT
    }

    /// The name in bundles and URLs.
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// The facet with this name; `None` if there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// The key of its title among the texts of the interface.
    pub fn title_key(self) -> &'static str {
        TITLE_KEYS[self as usize]
    }

    /// Returns a value, as posts, feeds and addresses give it, in the form that all of them share,
    /// but for the normalization form.
    pub fn value(self, text: &str) -> String {
        match self {
            Self::Tag | Self::Category => tag_name(text),
            Self::Author => name(text),
            Self::Source | Self::Year | Self::Month => text.to_owned(),
        }
    }

    /// The value that all posts of `month`, such as `2021-09`, have: the month or its year.
    pub fn value_of_month(self, month: &str) -> &str {
        if self == Self::Year { month.get(..4).unwrap_or(month) } else { month }
    }
}

impl Serialize for Facet {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Facet {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        let facet = Self::from_name(&name).filter(|facet| facet.is_indexed());
        facet.ok_or_else(|| serde::de::Error::custom("no facet of a bundle"))
    }
}

/// A value of type `T` for each facet. As JSON, an object of the indexed facets that are not at
/// their default; members of other names are ignored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PerFacet<T>([T; COUNT]);

impl<T> PerFacet<T> {
    /// The facets with their values, in the order of [`Facet::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Facet, &T)> {
        Facet::ALL.into_iter().zip(&self.0)
    }

    /// The values, in the order of [`Facet::ALL`].
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut()
    }
}

impl<T> IntoIterator for PerFacet<T> {
    type Item = (Facet, T);
    type IntoIter = std::iter::Zip<std::array::IntoIter<Facet, COUNT>, std::array::IntoIter<T, COUNT>>;

    fn into_iter(self) -> Self::IntoIter {
        Facet::ALL.into_iter().zip(self.0)
    }
}

impl<T: Default + PartialEq> PerFacet<T> {
    /// `true` if every value is the default.
    pub fn is_default(&self) -> bool {
        self.0.iter().all(|value| *value == T::default())
    }
}

impl<T> std::ops::Index<Facet> for PerFacet<T> {
    type Output = T;

    fn index(&self, facet: Facet) -> &T {
        &self.0[facet as usize]
    }
}

impl<T> std::ops::IndexMut<Facet> for PerFacet<T> {
    fn index_mut(&mut self, facet: Facet) -> &mut T {
        &mut self.0[facet as usize]
    }
}

impl<T: Serialize + Default + PartialEq> Serialize for PerFacet<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let values = Facet::INDEXED.into_iter().map(|facet| (facet, &self[facet]));
        to.collect_map(values.filter(|(_, value)| **value != T::default()))
    }
}

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for PerFacet<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(ByName(PhantomData))
    }
}

/// Reads an object whose members have the names of facets.
struct ByName<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for ByName<T> {
    type Value = PerFacet<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of facets")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<PerFacet<T>, A::Error> {
        let mut values = PerFacet::default();
        while let Some(name) = members.next_key::<String>()? {
            match Facet::from_name(&name) {
                Some(facet) if facet.is_indexed() => values[facet] = members.next_value()?,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(values)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use serde_json::{Map, Value};

    use super::{FACETS, Facet, PerFacet};

    impl JsonSchema for Facet {
        fn schema_name() -> Cow<'static, str> {
            "Facet".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "A property by which posts can be filtered.",
                "type": "string",
                "enum": Self::INDEXED.map(Self::name),
            })
        }
    }

    impl<T: JsonSchema> JsonSchema for PerFacet<T> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            format!("PerFacet_of_{}", T::schema_name()).into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let mut properties = Map::new();
            for definition in FACETS.iter().filter(|definition| definition.facet.is_indexed()) {
                let of_value = generator.subschema_for::<T>();
                properties.insert(definition.name.to_owned(), Value::from(of_value));
            }
            json_schema!({ "type": "object", "properties": properties })
        }
    }
}

/// A value of a facet and the number of posts that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueCount {
    /// A tag, an author's name, a host, a category.
    pub value: String,
    /// Number of posts.
    pub posts: u32,
}

/// Puts the most frequent values first, equally frequent ones in the order of their UTF-8 bytes.
pub fn sort_by_frequency(values: &mut [ValueCount]) {
    values.sort_unstable_by(|one, two| two.posts.cmp(&one.posts).then_with(|| one.value.cmp(&two.value)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_facet_once() {
        for (definition, facet) in FACETS.iter().zip(Facet::ALL) {
            assert_eq!(definition.facet, facet);
            assert_eq!(Facet::from_name(definition.name), Some(facet));
        }
        assert_eq!(Facet::from_name("tags"), None);
    }

    #[test]
    fn values_are_written_by_the_names_of_their_facets() {
        let mut values = PerFacet::<Vec<u32>>::default();
        values[Facet::Category].push(2);
        values[Facet::Tag].push(1);
        let json = serde_json::to_string(&values).unwrap();
        assert_eq!(json, r#"{"tag":[1],"category":[2]}"#);
        let with_others = r#"{"category":[2],"year":[3],"later":{"x":[]},"tag":[1]}"#;
        for json in [json.as_str(), with_others] {
            assert_eq!(serde_json::from_str::<PerFacet<Vec<u32>>>(json).unwrap(), values);
        }
        assert!(serde_json::from_str::<Facet>("\"year\"").is_err(), "no bundle has it");
    }
}
