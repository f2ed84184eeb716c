//! Stores the variables in force, in layers.
//!
//! A stage starts with the variables of its base and adds its own. Layers are shared between stages
//! instead of copied, and grow geometrically, so that a lookup through thousands of stages, each
//! based on the previous one, takes only a few steps.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::expansion::Value;

/// The definition of a name by the instructions so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The value of a reference to it, `None` if it is only declared.
    pub value: Option<Value>,
    /// The value that ENV set in the image, which stages based on this one see even if an ARG follows
    /// it.
    pub env: Option<Value>,
    /// Whether an ARG declares it.
    pub is_declared: bool,
}

/// Variables by name.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    own: FxHashMap<Arc<str>, Variable>,
    base: Option<Arc<Scope>>,
}

impl Scope {
    /// A scope on top of another one.
    pub(super) fn on(base: &Arc<Self>) -> Self {
        Self { own: FxHashMap::default(), base: Some(Arc::clone(base)) }
    }

    /// Looks up a name.
    pub fn get(&self, name: &str) -> Option<&Variable> {
        let mut layer = Some(self);
        while let Some(scope) = layer {
            if let Some(variable) = scope.own.get(name) {
                return Some(variable);
            }
            layer = scope.base.as_deref();
        }
        None
    }

    /// The value of a name.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.get(name)?.value.as_ref()
    }

    /// Applies an ENV.
    pub(super) fn set_env(&mut self, name: &str, value: Value) {
        let is_declared = self.get(name).is_some_and(|variable| variable.is_declared);
        self.insert(name, Variable { value: Some(value.clone()), env: Some(value), is_declared });
    }

    /// Applies an ARG; without a value, the variable keeps its current value.
    pub(super) fn declare(&mut self, name: &str, value: Option<Value>) {
        let old = self.get(name);
        let env = old.and_then(|old| old.env.clone());
        let value = value.or_else(|| old.and_then(|old| old.value.clone()));
        self.insert(name, Variable { value, env, is_declared: true });
    }

    /// Removes the value of a variable, but not its declaration.
    pub(super) fn withdraw(&mut self, name: &str) {
        if let Some(old) = self.get(name) {
            let variable = Variable { value: None, env: None, is_declared: old.is_declared };
            self.insert(name, variable);
        }
    }

    fn insert(&mut self, name: &str, variable: Variable) {
        match self.own.get_mut(name) {
            Some(old) => *old = variable,
            None => drop(self.own.insert(name.into(), variable)),
        }
    }

    /// All names, each once, in no particular order.
    pub fn names(&self) -> Vec<(&Arc<str>, &Variable)> {
        let mut seen = FxHashMap::default();
        let mut layer = Some(self);
        while let Some(scope) = layer {
            for (name, variable) in &scope.own {
                seen.entry(name).or_insert(variable);
            }
            layer = scope.base.as_deref();
        }
        seen.into_iter().collect()
    }

    /// Calls `visit` with names, in no particular order, until it returns false; a name in several
    /// layers is visited several times.
    pub fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a Arc<str>, &'a Variable) -> bool) {
        let mut layer = Some(self);
        while let Some(scope) = layer {
            if !scope.own.iter().all(|(name, variable)| visit(name, variable)) {
                return;
            }
            layer = scope.base.as_deref();
        }
    }

    /// The scope for stages based on this one: an empty layer is dropped, and a layer that is at least
    /// as large as the one below is merged with it.
    pub(super) fn sealed(mut self) -> Arc<Self> {
        for variable in self.own.values_mut() {
            if variable.env.is_some() && variable.value != variable.env {
                variable.value.clone_from(&variable.env);
            }
        }
        while let Some(base) = &self.base {
            if self.own.is_empty() {
                return Arc::clone(base);
            }
            if base.own.len() > self.own.len() {
                break;
            }
            for (name, variable) in &base.own {
                self.own.entry(Arc::clone(name)).or_insert_with(|| variable.clone());
            }
            let below = base.base.clone();
            self.base = below;
        }
        Arc::new(self)
    }
}

impl PartialEq for Scope {
    /// Compares layers on the same base. Scopes with the same contents in different layers count as
    /// different, which only affects what is computed again.
    fn eq(&self, other: &Self) -> bool {
        let same_base = match (&self.base, &other.base) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        same_base && self.own == other.own
    }
}

impl Eq for Scope {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_shadow_and_stay_few() {
        let mut scope = Arc::new(Scope::default());
        for i in 0..1000 {
            let mut next = Scope::on(&scope);
            next.set_env(&format!("V{i}"), Value::certain(i.to_string()));
            next.set_env("LAST", Value::certain(i.to_string()));
            scope = next.sealed();
        }
        assert_eq!(&*scope.value("V7").unwrap().text, "7");
        assert_eq!(&*scope.value("LAST").unwrap().text, "999");
        assert_eq!(scope.names().len(), 1001);
        let mut depth = 0;
        let mut layer = Some(&scope);
        while let Some(scope) = layer {
            depth += 1;
            layer = scope.base.as_ref();
        }
        assert!(depth <= 12, "{depth} layers");
    }

    #[test]
    fn a_declaration_without_value_keeps_the_old_one() {
        let mut scope = Scope::default();
        scope.set_env("A", Value::certain("1"));
        scope.declare("A", None);
        scope.declare("B", None);
        assert_eq!(&*scope.value("A").unwrap().text, "1");
        assert!(scope.value("B").is_none() && scope.get("B").unwrap().is_declared);
    }
}
