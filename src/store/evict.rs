//! Eviction of what is loaded, so that memory stays bounded. Pure.

use broadsheet_bundle::RowNumber;
use broadsheet_bundle::format::SINGLE_FILE_PATH;

use super::loads::Loads;
use super::resource::Resource;

/// Articles kept: going back and forth among a few of them is immediate.
const MAX_ARTICLES: usize = 24;
/// Packs kept, and as many files of inbound links, for the same reason.
const MAX_PACKS: usize = 12;
/// Row pages kept besides the visible ones.
const MAX_HIDDEN_PAGES: usize = 16;

/// Drops the row pages that are not `visible`, given by their first rows, once there are many.
/// The row pages of a single-file bundle stay, since they cannot be loaded one by one.
pub(super) fn evict_row_pages(loads: &mut Loads, visible: &[RowNumber], is_single_file: bool) {
    let is_hidden =
        |resource: &Resource| matches!(resource, Resource::RowPage(first) if !visible.contains(first));
    if !is_single_file && loads.count_ready(&is_hidden) > MAX_HIDDEN_PAGES {
        loads.drop_ready(&is_hidden);
    }
}

/// Drops all packs, or all articles, once there are many. Crude, but the next one loads at once.
pub(super) fn evict_packs_and_articles(loads: &mut Loads) {
    let is_pack = |resource: &Resource| matches!(resource, Resource::Pack(file) if file != SINGLE_FILE_PATH);
    let are_inbound_links =
        |resource: &Resource| matches!(resource, Resource::InboundLinks(file) if file != SINGLE_FILE_PATH);
    let is_article =
        |resource: &Resource| matches!(resource, Resource::Article(_) | Resource::UncleanedArticle(_));
    for (test, max) in [
        (&is_pack as &dyn Fn(&Resource) -> bool, MAX_PACKS),
        (&are_inbound_links, MAX_PACKS),
        (&is_article, MAX_ARTICLES),
    ] {
        if loads.count_ready(test) >= max {
            loads.drop_ready(test);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::store::resource::Data;

    fn loaded(resources: impl IntoIterator<Item = Resource>) -> Loads {
        let mut loads = Loads::default();
        for resource in resources {
            // Eviction does not look at the data.
            loads.on_loaded(resource, Data::Directory(Rc::default()));
        }
        loads
    }

    fn count(loads: &Loads) -> usize {
        loads.count_ready(&|_| true)
    }

    #[test]
    fn hidden_pages_are_dropped_once_there_are_many() {
        let pages = |count| loaded((0..count).map(Resource::RowPage));
        let most = u32::try_from(MAX_HIDDEN_PAGES).unwrap();
        for (pages_loaded, visible, is_single_file, left) in [
            (most, vec![], false, MAX_HIDDEN_PAGES),
            (most + 2, vec![0, 1], false, MAX_HIDDEN_PAGES + 2),
            (most + 2, vec![1], false, 1),
            (most + 2, vec![1], true, MAX_HIDDEN_PAGES + 2),
        ] {
            let mut loads = pages(pages_loaded);
            evict_row_pages(&mut loads, &visible, is_single_file);
            assert_eq!(count(&loads), left, "{pages_loaded} {visible:?} {is_single_file}");
        }
    }

    #[test]
    fn packs_and_articles_are_dropped_apart_and_those_of_a_feed_never() {
        let packs = (0..MAX_PACKS).map(|at| Resource::Pack(format!("{at}.json")));
        let articles = (0..MAX_ARTICLES).map(|at| Resource::Article(at.to_string()));
        let mut loads =
            loaded(packs.chain([Resource::Pack(SINGLE_FILE_PATH.to_owned()), Resource::Article("a".into())]));
        evict_packs_and_articles(&mut loads);
        assert_eq!(count(&loads), 2);
        let mut loads = loaded(articles.chain([Resource::Pack("a.json".to_owned())]));
        evict_packs_and_articles(&mut loads);
        assert_eq!(count(&loads), 1);
    }
}
