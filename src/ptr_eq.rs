//! An `Rc` that is compared by pointer.

use std::ops::Deref;
use std::rc::Rc;

use yew::html::ImplicitClone;

/// A shared value for props, memos and reducers: two are equal if they are the same allocation.
#[derive(Debug, Default)]
pub struct PtrEq<T>(Rc<T>);

impl<T> PtrEq<T> {
    /// Returns a new value, equal to no other.
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T: Clone> PtrEq<T> {
    /// Returns the value for changing it. If it is shared, it is cloned first, and is equal to the
    /// others no longer.
    pub fn make_mut(&mut self) -> &mut T {
        Rc::make_mut(&mut self.0)
    }
}

impl<T> From<Rc<T>> for PtrEq<T> {
    fn from(value: Rc<T>) -> Self {
        Self(value)
    }
}

impl<T> PartialEq for PtrEq<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Clone for PtrEq<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> ImplicitClone for PtrEq<T> {}

impl<T> Deref for PtrEq<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
