//! The variables in force at a place, in layers.
//!
//! A stage starts with what its base leaves and adds its own. Layers are shared between stages instead of copied, and
//! grow geometrically, so that thousands of stages built on one another cost a few lookups each.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::expansion::Value;

/// What the instructions so far make of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// What a reference to it gives, `None` if it is only declared.
    pub value: Option<Value>,
    /// What ENV left in the image, which a stage based on this one sees whatever an ARG said behind it.
    pub env: Option<Value>,
    /// An ARG declares it.
    pub is_declared: bool,
}

/// Variables by name.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    own: FxHashMap<Arc<str>, Variable>,
    base: Option<Arc<Scope>>,
}

impl Scope {
    /// A scope on top of another.
    pub(super) fn on(base: &Arc<Self>) -> Self {
        Self { own: FxHashMap::default(), base: Some(Arc::clone(base)) }
    }

    /// What is known of a name.
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

    /// ENV gives a variable a value.
    pub(super) fn set_env(&mut self, name: &str, value: Value) {
        let is_declared = self.get(name).is_some_and(|variable| variable.is_declared);
        self.insert(name, Variable { value: Some(value.clone()), env: Some(value), is_declared });
    }

    /// ARG declares a variable; without a value it keeps the one it has.
    pub(super) fn declare(&mut self, name: &str, value: Option<Value>) {
        let old = self.get(name);
        let env = old.and_then(|old| old.env.clone());
        let value = value.or_else(|| old.and_then(|old| old.value.clone()));
        self.insert(name, Variable { value, env, is_declared: true });
    }

    /// Takes the value of a variable away, but not its declaration.
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

    /// Every name once, in no order.
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

    /// Calls `visit` with names in no order until it says no; one in several layers comes several times.
    pub fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a Arc<str>, &'a Variable) -> bool) {
        let mut layer = Some(self);
        while let Some(scope) = layer {
            if !scope.own.iter().all(|(name, variable)| visit(name, variable)) {
                return;
            }
            layer = scope.base.as_deref();
        }
    }

    /// The scope for others to build on: an empty layer vanishes, and one that is not smaller than the one below is
    /// merged with it.
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
    /// Equal layers on the same base. Scopes that say the same in other layers count as different: this only decides
    /// what is computed again.
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
