FROM ruby:3.3-slim

ARG BUNDLE_WITHOUT="development:test"
ENV BUNDLE_WITHOUT=${BUNDLE_WITHOUT} \
    BUNDLE_DEPLOYMENT=true \
    RAILS_ENV=production \
    RAILS_LOG_TO_STDOUT=enabled

RUN apt-get update -qq \
    && apt-get install -y --no-install-recommends \
       build-essential \
       git \
       libpq-dev \
       libvips42 \
       nodejs \
    && apt-get clean \
    && rm -rf /var/lib/apt/lists/* /tmp/* /var/tmp/*

WORKDIR /rails
COPY Gemfile Gemfile.lock ./
RUN bundle install && bundle exec bootsnap precompile --gemfile
COPY . .
RUN SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile

CMD bundle exec sidekiq -C config/sidekiq.yml
