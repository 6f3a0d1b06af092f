//! The figures of a sentence, and which of them are told of one another.

use super::chunks::{Chunk, Placed};
use super::figures::Figure;
use crate::published_figures::proposals::lexicon::{Family, Link, Verb};

/// A sentence while its chunks are put together.
pub struct Sentence<'c> {
    pub chunks: &'c [Placed],
    /// The figures, by their places among the chunks.
    pub figures: Vec<(usize, &'c Figure)>,
}

impl<'c> Sentence<'c> {
    pub fn new(chunks: &'c [Placed]) -> Self {
        let figure = |(at, placed): (usize, &'c Placed)| match &placed.chunk {
            Chunk::Figure(figure) => Some((at, &**figure)),
            _ => None,
        };
        let figures = chunks.iter().enumerate().filter_map(figure).collect();
        Self { chunks, figures }
    }

    /// The chunks after one place and before another.
    pub fn between(&self, after: usize, before: usize) -> impl Iterator<Item = (usize, &'c Placed)> + use<'c> {
        self.chunks.iter().enumerate().take(before).skip(after + 1)
    }

    pub fn chunk(&self, at: usize) -> Option<&'c Chunk> {
        self.chunks.get(at).map(|placed| &placed.chunk)
    }

    pub fn place(&self, figure: usize) -> usize {
        self.figures.get(figure).map_or(self.chunks.len(), |(at, _)| *at)
    }

    /// Whether a figure is a part of the one before it.
    pub fn is_part(&self, figure: usize) -> bool {
        let Some((at, this)) = self.figures.get(figure) else {
            return false;
        };
        let Some(before) = figure.checked_sub(1) else {
            return this.part;
        };
        this.part
            || self
                .between(self.place(before), *at)
                .any(|(_, placed)| placed.chunk == Chunk::Part)
    }

    /// Whether a figure is told of the figure before it: 65 activities with 2,275 participants from 40 countries.
    fn is_linked(&self, figure: usize) -> bool {
        let (Some((at, this)), Some((before_at, before))) = (
            self.figures.get(figure),
            figure.checked_sub(1).and_then(|before| self.figures.get(before)),
        ) else {
            return false;
        };
        let verb = |verbs: &[Verb], from: Option<usize>| {
            let chunks = self.chunks.iter().take(*at).skip(from.map_or(0, |from| from + 1));
            chunks
                .clone()
                .any(|placed| matches!(placed.chunk, Chunk::Verb(verb, _) if verbs.contains(&verb)))
        };
        // Somebody else is the subject of a verb between them: another clause.
        let other = self.between(*before_at, *at).any(|(_, placed)| {
            matches!(
                placed.chunk,
                Chunk::Names { link: None, .. } | Chunk::Group { link: None, .. } | Chunk::Office { link: None }
            )
        });
        let attending = [Verb::Gathered, Verb::Benefited, Verb::Participated];
        let within = matches!(this.link, Some(Link::In | Link::Under | Link::From));
        match (before.unit.family, this.unit.family) {
            _ if self.is_part(figure) => true,
            // 500 officials in 12 workshops.
            (Family::People, Family::Activities) if within && !other => true,
            (Family::Activities, Family::Activities) | (_, Family::Other) | (Family::Other, _) => false,
            (Family::Activities, _) => {
                let link = matches!(
                    this.link,
                    Some(Link::With | Link::Attended | Link::For | Link::From | Link::By)
                );
                link || !other && verb(&attending, Some(*before_at))
            }
            (_, Family::Activities) => !other && verb(&[Verb::Benefited, Verb::Participated], None),
            (Family::People, Family::Countries | Family::Agencies) => {
                matches!(this.link, Some(Link::From | Link::Of | Link::Attended | Link::By))
            }
            _ => false,
        }
    }

    /// Runs of linked figures.
    pub fn chains(&self) -> Vec<Vec<usize>> {
        let mut chains: Vec<Vec<usize>> = Vec::new();
        for figure in 0..self.figures.len() {
            match chains.last_mut().filter(|_| self.is_linked(figure)) {
                Some(chain) => chain.push(figure),
                None => chains.push(vec![figure]),
            }
        }
        chains
    }
}
